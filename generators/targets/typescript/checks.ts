import type { CheckStep, ProjectOptions } from '../../../src/plan/types.js';
import { isPnpm } from './package-manager.js';
import { readBiome, readInstall, readTests, readTypes } from './reports.js';

const MINUTE = 60_000;

const installBy = (...command: readonly string[]): CheckStep => ({
  id: 'install',
  title: 'Install dependencies',
  command,
  after: [],
  timeoutMs: 10 * MINUTE,
  installs: true,
  report: readInstall,
});
const NPM = installBy('{npm}', 'install', '--ignore-scripts', '--no-audit', '--no-fund');
const PNPM = installBy('{pnpm}', 'install', '--ignore-scripts');

/** What is done with an installed project; the quick ones first. */
const STEPS: readonly CheckStep[] = [
  {
    id: 'build',
    title: 'Build (tsc)',
    command: [
      '{node}',
      'node_modules/typescript/bin/tsc',
      '--project',
      'tsconfig.build.json',
      '--pretty',
      'false',
    ],
    after: ['install'],
    timeoutMs: 10 * MINUTE,
    builds: true,
    report: readTypes,
  },
  {
    id: 'format',
    title: 'Format (biome)',
    command: ['{node}', 'node_modules/@biomejs/biome/bin/biome', 'format', '--reporter=github', '.'],
    after: ['install'],
    timeoutMs: MINUTE,
    report: readBiome,
  },
  {
    id: 'lint',
    title: 'Lint (biome)',
    command: [
      '{node}',
      'node_modules/@biomejs/biome/bin/biome',
      'lint',
      '--error-on-warnings',
      '--reporter=github',
      '.',
    ],
    after: ['install'],
    timeoutMs: 2 * MINUTE,
    report: readBiome,
  },
  {
    id: 'types',
    title: 'Types (tsc)',
    command: ['{node}', 'node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'],
    after: ['install'],
    timeoutMs: 10 * MINUTE,
    report: readTypes,
  },
  {
    id: 'tests',
    title: 'Tests (vitest)',
    command: ['{node}', 'node_modules/vitest/vitest.mjs', 'run', '--coverage', '--no-color'],
    after: ['install'],
    timeoutMs: 15 * MINUTE,
    report: readTests,
  },
];

/** How a TypeScript project is installed and checked by its own tools. */
export const checks = (options: Pick<ProjectOptions, 'packageManager'>): readonly CheckStep[] => [
  isPnpm(options) ? PNPM : NPM,
  ...STEPS,
];
