import type { CheckStep, ProjectOptions } from '../../../src/plan/types.js';
import { readFormat, readInstall, readLint, readTests, readTypes } from './reports.js';

const MINUTE = 60_000;

/**
 * Two commands: of dependencies only wheels are taken, so that no code of theirs runs while they are installed; the project itself
 * has to be built, and older uvs refuse to do both at once.
 */
const UV: readonly CheckStep[] = [
  {
    id: 'dependencies',
    title: 'Install dependencies',
    command: ['{uv}', 'sync', '--all-groups', '--no-build', '--no-install-project'],
    after: [],
    timeoutMs: 10 * MINUTE,
    installs: true,
    report: readInstall,
  },
  {
    id: 'install',
    title: 'Install the project',
    command: ['{uv}', 'sync', '--all-groups'],
    after: ['dependencies'],
    timeoutMs: 5 * MINUTE,
    installs: true,
    report: readInstall,
  },
];

/** Three commands: the pip that comes with Python 3.13 does not know dependency groups yet. */
const PIP: readonly CheckStep[] = [
  {
    id: 'environment',
    title: 'Make the virtual environment',
    command: ['{python}', '-m', 'venv', '.venv'],
    after: [],
    timeoutMs: 2 * MINUTE,
    installs: true,
  },
  {
    id: 'installer',
    title: 'Update pip',
    command: ['{bin}/python', '-m', 'pip', 'install', '--only-binary', ':all:', '--upgrade', 'pip>=25.1'],
    after: ['environment'],
    timeoutMs: 5 * MINUTE,
    installs: true,
  },
  {
    id: 'install',
    title: 'Install dependencies',
    command: [
      ...['{bin}/python', '-m', 'pip', 'install', '--only-binary', ':all:'],
      ...['--editable', '.', '--group', 'dev'],
    ],
    after: ['installer'],
    timeoutMs: 10 * MINUTE,
    installs: true,
    report: readInstall,
  },
];

/** The quick ones first: what they find shows while the slow ones run. */
const TOOLS: readonly CheckStep[] = [
  {
    id: 'format',
    title: 'Format (ruff)',
    command: ['{bin}/ruff', 'format', '--check', '.'],
    after: ['install'],
    timeoutMs: MINUTE,
    report: readFormat,
  },
  {
    id: 'lint',
    title: 'Lint (ruff)',
    command: ['{bin}/ruff', 'check', '--output-format', 'json', '.'],
    after: ['install'],
    timeoutMs: MINUTE,
    report: readLint,
  },
  {
    id: 'types',
    title: 'Types (mypy)',
    command: ['{bin}/mypy', '--strict', '--no-color-output', 'src', 'tests'],
    after: ['install'],
    timeoutMs: 10 * MINUTE,
    report: readTypes,
  },
  {
    id: 'tests',
    title: 'Tests (pytest)',
    command: [
      '{bin}/python',
      '-m',
      'pytest',
      '-q',
      '--tb=short',
      '--color=no',
      '--cov=src',
      '--cov-report=term',
    ],
    after: ['install'],
    timeoutMs: 15 * MINUTE,
    report: readTests,
  },
];

/** How a Python project is installed and checked by its own tools. `packageManager`: `uv` (the default) or `pip`. */
export const checks = ({ packageManager }: Pick<ProjectOptions, 'packageManager'>): readonly CheckStep[] => [
  ...(packageManager === 'pip' ? PIP : UV),
  ...TOOLS,
];
