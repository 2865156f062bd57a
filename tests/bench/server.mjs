#!/usr/bin/env node
// CPU time of a generated server beside the SDK alone: until tools/list, in dynamic mode, and per call.
//   npm run bench:server [-- --doc github] [--times 5] [--calls 300] [--json]
// Needs a Python 3.11 to 3.13; the packages of the project are installed into the cache of the kits once.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generate } from '../../scripts/kits/lib/projects.mjs';
import { pythonFor } from '../../scripts/kits/lib/python.mjs';
import { run } from '../../scripts/kits/lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    doc: { type: 'string', default: 'github' },
    times: { type: 'string', default: '5' },
    calls: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});
const HOUR = 3_600_000;

const project = await generate(options.doc, { folder: 'projects-bench' });
if (!project.ok) throw new Error(project.message);
const bin = await pythonFor(join(project.dir, 'pyproject.toml'));
const script = join(dirname(fileURLToPath(import.meta.url)), 'server', 'bench.py');
const command = [join(bin, 'python'), script, project.dir, project.package, options.times, options.calls];
const { code, stdout, stderr } = await run(command, { timeoutMs: HOUR });
if (code !== 0) throw new Error(stderr.slice(-500));
const rows = JSON.parse(stdout).map((row) => ({ ...row, ok: row.ratio <= row.atMost }));
if (options.json) console.log(JSON.stringify(rows, null, 1));
else
  for (const { what, ours, theirs, ratio, atMost, ok } of rows)
    console.log(
      `${what}: ${ours.toFixed(2)} : ${theirs.toFixed(2)} ms, ratio ${ratio.toFixed(2)}, at most ${atMost}${ok ? '' : '  ABOVE'}`,
    );
const failed = rows.filter(({ ok }) => !ok).length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
