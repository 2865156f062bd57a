/** Many projects in one run. Each runs in this process here; tests/cli has them in processes of their own. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import { type Outcome, outcomeJson } from '../../../src/cli/outcome.js';
import { parseRegenerate, type RegenerateFlags } from '../../../src/cli/regenerate/flags.js';
import { findProjects } from '../../../src/cli/regenerate/fleet/find.js';
import { regenerateAll } from '../../../src/cli/regenerate/fleet/index.js';
import type { ProjectResult } from '../../../src/cli/regenerate/fleet/result.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { document, operation, worldIn } from './on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'fleet-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const TWO = { '/pets': { get: operation('listPets') }, '/cats': { get: operation('listCats') } };
const THREE = { ...TWO, '/dogs': { get: operation('listDogs') } };
const at = (...path: string[]): string => join(home, ...path);

let said = '';
const world = (env: NodeJS.ProcessEnv = {}) =>
  worldIn(
    home,
    (text) => {
      said += text;
    },
    env,
  );

const parsed = (words: readonly string[]): RegenerateFlags => {
  const flags = parseRegenerate(words);
  if (!flags.ok || flags.value === 'help') throw new Error(JSON.stringify(flags));
  return flags.value;
};

let running = 0;
let most = 0;
async function run(words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  said = '';
  const flags = parsed(['--all', 'all', ...words]);
  return regenerateAll({ ...flags, all: 'all' }, world(env), async (args) => {
    most = Math.max(most, ++running);
    const quiet = worldIn(home, () => undefined, env);
    const outcome = await regenerate(parsed(args.slice(1)), quiet);
    running--;
    return JSON.stringify(outcomeJson(outcome, '1.2.3'));
  });
}
const projects = ({ json }: Outcome): readonly ProjectResult[] => json['projects'] as ProjectResult[];

beforeAll(async () => {
  writeFileSync(at('api.json'), document(TWO));
  const flags = { yes: true, tools: 'all', install: false, check: false, git: false };
  const made = await create({ dir: 'made', spec: 'api.json', ...flags }, world());
  expect(made.exitCode).toBe(0);
}, 60_000);
beforeEach(() => {
  rmSync(at('all'), { recursive: true, force: true });
  for (const name of ['a', 'group/b', 'group/c']) cpSync(at('made'), at('all', name), { recursive: true });
});

describe('regenerate --all', () => {
  it('finds projects at any depth, none inside a project, behind a link or among installed packages', () => {
    for (const path of ['a/tests/inner', 'node_modules/x', '.venv/y', 'group/plain']) {
      cpSync(at('made'), at('all', path), { recursive: true });
    }
    rmSync(at('all/group/plain/.create-mcp-server'), { recursive: true });
    symlinkSync(at('made'), at('all/link'));
    expect(findProjects(at('all'))).toEqual(['a', 'group/b', 'group/c']);
    expect(findProjects(at('all/a'))).toEqual(['.']);
  });

  it('brings each up to date, two at a time, and says one line of each and a summary', async () => {
    writeFileSync(at('all/group/b/openapi.json'), document(THREE));
    most = 0;
    const outcome = await run();
    expect(outcome.exitCode).toBe(0);
    expect(most).toBe(2);
    expect(said).toMatch(/✓ all\/a: current/);
    expect(said).toMatch(/✓ all\/group\/b: \d+ files changed/);
    expect(said).toContain('3 projects: 2 current, 1 changed\n');
    expect(outcome.json['summary']).toContain('`list_dogs`: added');
    expect(readFileSync(at('all/group/b/README.md'), 'utf8')).toContain('list_dogs');
    expect(projects(await run(['--check'])).map((one) => one.current)).toEqual([true, true, true]);
  });

  it('gives all of them one new document', async () => {
    writeFileSync(at('new.json'), document(THREE));
    await run(['--spec', 'new.json']);
    for (const name of ['a', 'group/b', 'group/c']) {
      expect(readFileSync(at('all', name, 'openapi.json'), 'utf8')).toContain('listDogs');
    }
  });

  it('ends with the highest exit code, and goes on after a project that fails', async () => {
    writeFileSync(at('all/a/.create-mcp-server/manifest.json'), '{');
    writeFileSync(at('all/group/c/openapi.json'), document(THREE));
    const outcome = await run(['--check']);
    expect(projects(outcome).map(({ path, exitCode }) => [path, exitCode])).toEqual([
      ['all/a', 1],
      ['all/group/b', 0],
      ['all/group/c', 2],
    ]);
    expect(outcome.exitCode).toBe(2);
    expect(said).toContain('manage.manifest-broken');
    expect(said).toContain('3 projects: 1 current, 1 would change, 1 failed');
  });

  it('leaves a project whose callers would break as it is in CI, and the others are written', async () => {
    writeFileSync(at('all/a/openapi.json'), document({ '/pets': TWO['/pets'] }));
    writeFileSync(at('all/group/b/openapi.json'), document(THREE));
    const outcome = await run([], { CI: 'true' });
    expect(outcome.exitCode).toBe(2);
    expect(projects(outcome).map(({ written, breaking }) => [written, breaking])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
    expect(said).toContain('1 would break callers');
  });

  it('shows the diffs of all with --diff', async () => {
    writeFileSync(at('all/a/openapi.json'), document(THREE));
    await run(['--diff']);
    expect(said).toContain('+async def list_dogs(');
  });

  it('counts a run that ended without a result as a mistake', async () => {
    const flags = { ...parsed(['--all', 'all']), all: 'all' };
    const outcome = await regenerateAll(flags, world(), async () => '');
    expect(outcome.exitCode).toBe(3);
    expect(projects(outcome)[0]?.diagnostics.map(({ code }) => code)).toEqual(['manage.run-ended']);
  });

  it.each(['nowhere', 'empty'])('says that there is none in %s', async (folder) => {
    mkdirSync(at('empty'), { recursive: true });
    const flags = { ...parsed(['--all', folder]), all: folder };
    const outcome = await regenerateAll(flags, world(), async () => '');
    expect(outcome).toMatchObject({ exitCode: 1 });
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['manage.no-project']);
  });

  it('takes no project beside the folder, and no document from stdin', () => {
    for (const words of [
      ['one', '--all', 'x'],
      ['--all', 'x', '--spec', '-'],
    ]) {
      expect(parseRegenerate(words).diagnostics.map(({ code }) => code)).toEqual(['cli.usage']);
    }
    expect(parsed(['--all=x', '--json', '--check', '--set', 'tools=all']).passed).toEqual([
      '--check',
      '--set',
      'tools=all',
    ]);
  });
});
