import type { CheckStep } from '../../../src/plan/types.js';
import { readFindings, readFormat, readTests } from './reports.js';

const MINUTE = 60_000;

/** How a Go project is installed and checked by its own tools; staticcheck is pinned in its go.mod. */
const STEPS: readonly CheckStep[] = [
  {
    id: 'install',
    title: 'Download modules',
    command: ['{go}', 'mod', 'download'],
    after: [],
    timeoutMs: 10 * MINUTE,
    installs: true,
  },
  {
    id: 'build',
    title: 'Build',
    command: ['{go}', 'build', '-trimpath', '-o', 'bin/', './cmd/...'],
    after: ['install'],
    timeoutMs: 10 * MINUTE,
    builds: true,
    report: readFindings,
  },
  {
    id: 'format',
    title: 'Format (gofmt)',
    command: ['{gofmt}', '-d', '.'],
    after: ['install'],
    timeoutMs: MINUTE,
    report: readFormat,
  },
  {
    id: 'vet',
    title: 'Vet',
    command: ['{go}', 'vet', './...'],
    after: ['build'],
    timeoutMs: 10 * MINUTE,
    report: readFindings,
  },
  {
    id: 'lint',
    title: 'Lint (staticcheck)',
    command: ['{go}', 'tool', 'staticcheck', './...'],
    after: ['build'],
    timeoutMs: 15 * MINUTE,
    report: readFindings,
  },
  {
    id: 'tests',
    title: 'Tests',
    command: ['{go}', 'test', '{race}', './...'],
    after: ['build'],
    timeoutMs: 15 * MINUTE,
    report: readTests,
  },
];

export const checks = (): readonly CheckStep[] => STEPS;
