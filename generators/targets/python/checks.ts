import type { CheckStep } from '../../../src/plan/types.js';

const MINUTE = 60_000;

/** The project's own checks, in uv's environment. Those that need nothing but the installation run side by side. */
export const checks = (): CheckStep[] => {
  const step = (id: string, title: string, command: readonly string[], timeoutMs: number): CheckStep => ({
    id,
    title,
    command: ['{uv}', 'run', '--no-sync', ...command],
    after: ['install'],
    timeoutMs,
  });
  return [
    {
      id: 'install',
      title: 'Install',
      command: ['{uv}', 'sync'],
      after: [],
      timeoutMs: 10 * MINUTE,
      installs: true,
    },
    step('format', 'Formatting', ['ruff', 'format', '--check', '.'], MINUTE),
    step('lint', 'Lint', ['ruff', 'check', '.'], MINUTE),
    step('types', 'Types', ['mypy', 'src', 'tests'], 10 * MINUTE),
    step('tests', 'Tests', ['pytest', '-q', '--cov', '--cov-report=term'], 10 * MINUTE),
  ];
};
