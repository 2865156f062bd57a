/** Files around the product that nothing else reads in `npm test`. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { ROOT } from './tree.js';

const filesIn = (folder: string): { name: string; text: string }[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name, text: readFileSync(join(ROOT, folder, name), 'utf8') }));
const TEMPLATES = 'templates/targets/python/project/.github/workflows';
const workflows = [
  ...filesIn('.github/workflows'),
  ...filesIn(TEMPLATES).filter(({ name }) => name === 'regenerate.yml'),
];
const actions = filesIn('.github/actions/regenerate');
const others = [
  ...filesIn('ci'),
  ...filesIn(TEMPLATES),
  ...filesIn('templates/shared').filter(({ name }) => name.endsWith('.yml')),
];

/** Every `run` of a workflow or an action. */
function scriptsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'run' && typeof one === 'string' ? [one] : scriptsIn(one),
  );
}

describe('workflows', () => {
  it.each([...workflows, ...actions, ...others])('$name is YAML', ({ text }) => {
    expect(parseDocument(text).errors).toEqual([]);
  });

  it.each([...workflows, ...actions])('$name pins its actions to commits', ({ text }) => {
    const used = [...text.matchAll(/- uses: (\S+)/g)].map(([, action]) => action ?? '');
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it.each(workflows)('$name gives no token more than it needs', ({ text }) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });

  it.each([...workflows, ...actions])('$name puts no expression into a script', ({ text }) => {
    const scripts = scriptsIn(parse(text));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe('the repository', () => {
  it.skipIf(process.platform === 'win32')('has a .ci/run that a shell can read and start', () => {
    const file = join(ROOT, '.ci', 'run');
    expect(statSync(file).mode & 0o111).not.toBe(0);
    expect(() => execFileSync('bash', ['-n', file])).not.toThrow();
  });

  it.skipIf(process.platform === 'win32')('gives projects a conformance script that a shell can read', () => {
    const file = join(ROOT, 'templates', 'shared', 'conformance.sh');
    expect(() => execFileSync('sh', ['-n', file])).not.toThrow();
  });

  it('names no registry host in the lock file', () => {
    const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
    expect(lock).not.toMatch(/"resolved": "https?:/);
  });
});
