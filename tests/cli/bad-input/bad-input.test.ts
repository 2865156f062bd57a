/** Every command in every situation of docs/bad-input.md, as it is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installed } from '../terminal.js';
import { CELLS } from './cells.js';
import { SITUATIONS, toolchains } from './situations.js';
import { tablePage } from './table.js';
import type { Cell, Place, Start } from './types.js';

const SERVER = `from mcp.server.fastmcp import FastMCP
mcp = FastMCP("x")
@mcp.tool()
def add(a: int, b: int) -> int:
    return a + b
`;
const NOBODY = 65_534;
const installed = new Installed();
const made = join(installed.root, 'made');
const document = join(installed.root, 'openapi.yaml');

beforeAll(async () => {
  await installed.install();
  cpSync(join(installed.root, 'pkg/examples/bookshop.yaml'), document);
  const quiet = ['--yes', '--no-install', '--no-check', '--no-git'];
  execFileSync(process.execPath, [installed.bin, made, '--spec', document, ...quiet], { stdio: 'ignore' });
  execFileSync('chmod', ['-R', 'a+rX', installed.root]);
}, 120_000);
afterAll(() => installed.remove());

/** Empty, with a temporary folder of its own beside it, both anybody's to write. */
function place(): { place: Place; temp: string } {
  const root = mkdtempSync(join(tmpdir(), 'create-mcp-server-bad-'));
  const [cwd, temp] = [join(root, 'cwd'), join(root, 'tmp')];
  for (const folder of [root, cwd, temp]) mkdirSync(folder, { recursive: true });
  for (const folder of [root, cwd, temp]) execFileSync('chmod', ['777', folder]);
  const server = join(root, 'server.py');
  writeFileSync(server, SERVER);
  const project = (): string => {
    cpSync(made, join(root, 'project'), { recursive: true });
    return join(root, 'project');
  };
  return { place: { cwd, project, document, server }, temp };
}

const privileged = (): boolean => process.getuid?.() === 0;

function run({ args, env, unprivileged }: Start, cwd: string, temp: string) {
  const nobody = unprivileged === true && privileged() ? { uid: NOBODY, gid: NOBODY } : {};
  return spawnSync(process.execPath, [installed.bin, ...args], {
    cwd,
    encoding: 'utf8',
    input: '',
    timeout: 60_000,
    env: { PATH: process.env['PATH'], HOME: temp, TMPDIR: temp, NO_COLOR: '1', CI: 'true', ...env },
    ...nobody,
  });
}

const STACK = /^\s+at .*:\d+:\d+\)?$/m;

/** What lies in `cwd` now and is not allowed to. */
const unexpected = (cwd: string, allowed: readonly string[]): string[] =>
  readdirSync(cwd).filter((name) => !allowed.some((path) => path.split('/')[0] === name));

function check(cell: Cell): void {
  const { place: where, temp } = place();
  const start = cell.start(where);
  const before = readdirSync(where.cwd);
  const ended = run(start, where.cwd, temp);
  const said = ended.stdout + ended.stderr;
  expect({ said, code: ended.status }).toEqual({ said, code: cell.ends.code });
  expect(said).toMatch(cell.ends.says);
  expect(said).not.toMatch(STACK);
  expect(unexpected(where.cwd, [...before, ...(cell.ends.leaves ?? [])])).toEqual([]);
  expect(readdirSync(temp).filter((name) => name.startsWith('create-mcp-server'))).toEqual([]);
  execFileSync('chmod', ['-R', 'u+rwX', join(where.cwd, '..')]);
  rmSync(join(where.cwd, '..'), { recursive: true, force: true });
}

describe('bad input', () => {
  for (const cell of CELLS) {
    const why = cell.unless?.();
    const title = `${cell.command}, ${cell.situation}: ${cell.answer}`;
    if (why === undefined) it(title, () => check(cell), 90_000);
    else it.skip(`${title} (${why})`, () => undefined);
  }

  it('is the table of docs/bad-input.md (else: UPDATE_DOCS=1)', () => {
    const page = tablePage(CELLS, [...SITUATIONS, ...toolchains(() => '')]);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync('docs/bad-input.md', page);
    expect(readFileSync('docs/bad-input.md', 'utf8')).toBe(page);
  });
});
