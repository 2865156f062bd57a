#!/usr/bin/env node
// Runs the fault kit on the project generated from the kit's own document.
//   node scripts/kits/faults.mjs [--rows R1,R5] [--least 18] [-v]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate, kitEnvironment } from './lib/projects.mjs';
import { pythonFor } from './lib/python.mjs';
import { absent, kitCopy, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    least: { type: 'string', default: '18' },
    verbose: { type: 'boolean', short: 'v', default: false },
    minutes: { type: 'string', default: '9' },
  },
});
const kit = await kitCopy('faults');
if (kit === undefined) absent('faults');
else process.exitCode = await main(kit);

async function main(kit) {
  const document = join(kit, 'faults-api.yaml');
  const project = await generate(document, { folder: 'faults' });
  if (!project.ok) {
    console.log(`${project.message}\n0 passed, 1 failed`);
    return 1;
  }
  const python = join(await pythonFor(join(project.dir, 'pyproject.toml')), 'python');
  const server = `${python} -m ${project.package}.server`;
  const command = [
    ...[process.execPath, join(kit, 'faults.mjs'), '--stdio', server],
    ...['--http', `${server} --http --port $PORT`, '--http-url', 'http://127.0.0.1:$PORT/mcp'],
    ...(await kitEnvironment(project, document)).flatMap((pair) => ['--env', pair]),
    ...['--auth-env', 'MCP_SERVER_TOKEN={mcpToken}', '--project', project.dir],
    ...(options.rows === undefined ? [] : ['--rows', options.rows]),
    ...(options.verbose ? ['-v'] : []),
  ];
  const { code, stderr } = await run(command, {
    timeoutMs: Number(options.minutes) * 60_000,
    onText: (text) => process.stdout.write(text),
  }).then((result) => {
    const [, passed = '0', failed = '0'] = /(\d+) passed, (\d+) failed/.exec(result.stdout) ?? [];
    const enough = Number(passed) >= Number(options.least) || failed === '0';
    return { code: result.code <= 1 && Number(passed) > 0 && enough ? 0 : 1, stderr: result.stderr };
  });
  if (code !== 0) console.log(stderr.slice(-2000));
  console.log(`At least ${options.least} rows are wanted.`);
  console.log(code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed');
  return code;
}
