// One sweep of the acceptance kit: a generated server is started, and each of its operations is called over MCP.
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { documentFile, kitEnvironment } from './projects.mjs';
import { CACHE, run } from './world.mjs';

const DYNAMIC = 'search=search_operations,describe=describe_operation,call=call_operation';
/** The kit measures, or says that there was nothing to measure. */
const MEASURED = [0, 3];

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Where the report of a sweep lies. */
export const reportFile = (name, transport, dynamic = false, target = 'python') => {
  const language = target === 'python' ? '' : `.${target}`;
  return join(CACHE, 'reports', `${name}${language}.${transport}${dynamic ? '.dynamic' : ''}.json`);
};

/** The folder that a document which is spread over sibling folders may be read from; `undefined` for all others. */
export const refRoot = (name) =>
  name.endsWith('-separate') ? join(documentFile(name), '..', '..') : undefined;

/**
 * One document over one transport (`stdio` or `http`): `{ report }`, or `{ failed }` with the reason why there is none.
 * `server` is the command that starts it over stdio; `minutes` bounds the whole sweep.
 */
export async function sweep(kit, server, project, { transport, dynamic, answers, minutes }) {
  const out = reportFile(project.name, transport, dynamic, project.target);
  mkdirSync(join(CACHE, 'reports'), { recursive: true });
  const port = await freePort();
  const http = transport === 'http' ? ['--http', `http://127.0.0.1:${port}/mcp`] : [];
  const root = refRoot(project.name);
  const total = minutes * 60_000;
  const command = [
    ...[process.execPath, join(kit, 'sweep.mjs'), '--spec', documentFile(project.name), '--out', out],
    ...['--total-ms', String(total), ...(await kitEnvironment(project)).flatMap((pair) => ['--env', pair])],
    ...['--env', 'MCP_RATE_LIMIT=0', ...http],
    ...(root === undefined ? [] : ['--ref-root', root]),
    ...(dynamic ? ['--dynamic', DYNAMIC] : []),
    ...(answers ? ['--answers', 'all'] : []),
    ...['--', ...server, ...(transport === 'http' ? ['--http', '--port', String(port)] : [])],
  ];
  const { code, stderr, stdout } = await run(command, { timeoutMs: total + 120_000 });
  if (!MEASURED.includes(code))
    return { failed: `the kit ended with ${code}: ${(stderr || stdout).slice(-300)}` };
  return { report: JSON.parse(readFileSync(out, 'utf8')) };
}
