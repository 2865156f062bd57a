/** The TypeScript sources that are copied into each project, by the tools that check them there and with the packages they ask for. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { features } from '../../generators/registry.js';

const path = (below: string): string => fileURLToPath(new URL(`../../${below}`, import.meta.url));
const RUNTIME = path('templates/targets/typescript/runtime');
const MINUTE = 60_000;

/** Runs a program of `node_modules` in a folder. Fails with what it printed. */
async function nodeIn(cwd: string, program: string, ...args: string[]): Promise<string> {
  const command = [path(`node_modules/${program}`), ...args];
  // Tests that are run by tests must not believe to be part of them.
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...env } = process.env;
  const options = { cwd, env: { ...env, NO_COLOR: '1' } };
  const run = promisify(execFile)(process.execPath, command, options);
  const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}${error.stderr}`);
  });
  return stdout;
}

const node = (program: string, ...args: string[]): Promise<string> => nodeIn(RUNTIME, program, ...args);

/** Sources of features, which are copied into the projects that have them. */
const FEATURES = ['features', 'shared'].flatMap((kind) =>
  readdirSync(path(`templates/${kind}`))
    .map((name) => `templates/${kind}/${name}/typescript/project`)
    .filter((folder) => existsSync(path(`${folder}/tests`))),
);

describe('the TypeScript runtime', () => {
  it('has types', () => node('typescript/bin/tsc', '--noEmit', '--project', '.'), 2 * MINUTE);

  it('is checked as strictly as projects are', () => {
    const flags = (folder: string): object =>
      JSON.parse(readFileSync(`${folder}/tsconfig.json`, 'utf8')).compilerOptions;
    expect(flags(RUNTIME)).toEqual(flags(path('templates/targets/typescript/project')));
  });

  it.each(FEATURES)('has features that biome accepts: %s', async (below) => {
    const folder = path(below);
    const config = `--config-path=${relative(folder, path('templates/targets/typescript/project'))}`;
    await nodeIn(folder, '@biomejs/biome/bin/biome', 'format', config, '.');
    await nodeIn(folder, '@biomejs/biome/bin/biome', 'lint', '--error-on-warnings', config, '.');
  });

  it.each(['format', 'lint'])('passes biome %s with the configuration of projects', async (what) => {
    const strict = what === 'lint' ? ['--error-on-warnings'] : [];
    await node('@biomejs/biome/bin/biome', what, ...strict, '--config-path=../project', '.');
  });

  it(
    'passes its tests',
    async () => {
      const report = await node('vitest/vitest.mjs', 'run', '--root', '.', '--reporter=json');
      const { numPassedTests, numTotalTests } = JSON.parse(report.slice(report.indexOf('{')));
      expect(numPassedTests).toBe(numTotalTests);
      expect(numPassedTests).toBeGreaterThan(250);
    },
    6 * MINUTE,
  );
});

/** Those that stand around the tools and need no package of their own; the others are for `npm run matrix`. */
async function lightFeatures(): Promise<readonly string[]> {
  const loaded = await Promise.all(Object.values(features).map((load) => load()));
  return loaded.flatMap(({ id, targets: { typescript: part } }) =>
    part?.slots?.['server.features'] === undefined || part.dependencies !== undefined ? [] : [id],
  );
}

describe('features of TypeScript servers that need no package', () => {
  it(
    'have types, and pass their tests',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'typescript-features-'));
      try {
        symlinkSync(path('node_modules'), join(folder, 'node_modules'));
        for (const name of ['src', 'tests', 'package.json', 'tsconfig.json']) {
          cpSync(join(RUNTIME, name), join(folder, name), { recursive: true });
        }
        cpSync(path('templates/targets/typescript/project/tests/features'), `${folder}/tests/features`, {
          recursive: true,
        });
        const chosen = await lightFeatures();
        expect(chosen.length).toBeGreaterThan(3);
        for (const id of chosen) {
          cpSync(path(`templates/features/${id}/typescript/project`), folder, { recursive: true });
        }
        await nodeIn(folder, 'typescript/bin/tsc', '--noEmit', '--project', '.');
        const tests = ['--root', '.', '--dir', 'tests/features', '--reporter=json'];
        const report = await nodeIn(folder, 'vitest/vitest.mjs', 'run', ...tests);
        const { numPassedTests, numTotalTests } = JSON.parse(report.slice(report.indexOf('{')));
        expect(numPassedTests).toBe(numTotalTests);
        expect(numPassedTests).toBeGreaterThan(40);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    3 * MINUTE,
  );
});
