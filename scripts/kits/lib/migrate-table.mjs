// What a migrated project is worth, measured from outside: the kit's own parity, the checks of the project, its tests. One row for
// each server, kept in a file as it is made, so that a run that was stopped goes on where it was.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, SHARED } from './world.mjs';

export const KIT = join(SHARED, 'migrate');
const MINUTE = 60_000;
const SCENARIOS = { behave200: 'ok', behave500: 's500' };
export const COLUMNS = [
  'lists',
  ...Object.keys(SCENARIOS),
  'ruff',
  'format',
  'mypy',
  'ignores',
  'pytest',
  'checklist',
];

/** Where the server lies within a fetched repository: the folder with its modules, or the file when it is one. */
export function placeOf(folder, files, depth = 4) {
  const [first] = files;
  for (const base of [folder, join(folder, 'src')]) {
    if (existsSync(join(base, first))) return files.length === 1 ? join(base, first) : folder;
  }
  if (depth === 0) return undefined;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || /^(\.|node_modules$)/.test(entry.name)) continue;
    const found = placeOf(join(folder, entry.name), files, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Equal and all, of lists or of the calls of one scenario. */
const share = (equal, all) => ({ equal, all });
const isWhole = (value) => value === undefined || value === true || value === 0 || value.equal === value.all;

/** The kit's own words on a migrated server; `port` is that of its stub. */
export async function parity(kit, target, args, python, port) {
  const place = join(KIT, 'servers', kit);
  const [name] = readdirSync(join(target, 'src'));
  const server = [join(target, '.venv', 'bin', 'python'), '-m', `${name}.server`, ...args];
  const scratch = mkdtempSync(join(tmpdir(), 'parity-'));
  const row = {};
  for (const [part, file] of Object.entries({ lists: 'baseline.json', behave: 'behaviour.json' })) {
    if (!existsSync(join(place, file))) continue;
    const report = join(scratch, `${part}.json`);
    const given = [
      ...['--meta', join(place, 'meta.json'), '--pythonpath', join(target, 'src')],
      ...['--port', String(port), '--json', report],
    ];
    const command = [python, join(KIT, 'parity.py'), part, join(place, file), ...given, '--', ...server];
    const ended = await run(command, { timeoutMs: 8 * MINUTE });
    if (!existsSync(report)) {
      row[part] = { equal: 0, all: 1, said: ended.stdout.trim().slice(-300) };
      continue;
    }
    Object.assign(row, shares(part, JSON.parse(readFileSync(report, 'utf8')), join(place, file)));
  }
  rmSync(scratch, { recursive: true, force: true });
  return row;
}

const DAY = /\b20\d\d-\d\d-\d\d\b/g;
const DAY_MS = 86_400_000;

/**
 * Whether a call differs by the day alone: a recording holds the day that it was made, which the server asks for as "today", and
 * every day of it is now as many days later as all others that moved.
 */
export function isOtherDay({ was, now }) {
  const [before, after] = [JSON.stringify(was) ?? '', JSON.stringify(now) ?? ''];
  if (before === after || before.replaceAll(DAY, '') !== after.replaceAll(DAY, '')) return false;
  const later = after.match(DAY) ?? [];
  const steps = (before.match(DAY) ?? []).map(
    (day, at) => (Date.parse(later[at]) - Date.parse(day)) / DAY_MS,
  );
  const moved = new Set(steps.filter((step) => step !== 0));
  return moved.size === 1 && [...moved][0] > 0;
}

function shares(part, { checks, differences: all }, file) {
  const differences = all.filter((one) => part === 'lists' || !isOtherDay(one));
  if (part === 'lists') return { lists: share(checks - differences.length, checks), differences };
  const { records } = JSON.parse(readFileSync(file, 'utf8'));
  const found = {};
  for (const [column, scenario] of Object.entries(SCENARIOS)) {
    const calls = records.filter((one) => one.scenario === scenario).length;
    const wrong = differences.filter(({ where }) => where.includes(` [${scenario}] `));
    const differing = new Set(
      wrong.map(({ where }) => where.replace(/ (answered|requests|isError|result)$/, '')),
    );
    found[column] = share(calls - differing.size, calls);
  }
  return { ...found, differences };
}

/** What the project says of itself: linter, formatter, type checker, places where one of them is silenced, tests. */
export async function checks(target) {
  const bin = (name) => join(target, '.venv', 'bin', name);
  const folders = ['src', 'tests'];
  const ask = (command, minutes) => run(command, { cwd: target, timeoutMs: minutes * MINUTE });
  const ruff = await ask([bin('ruff'), 'check', '--no-cache', '--output-format', 'concise', ...folders], 2);
  const format = await ask([bin('ruff'), 'format', '--check', '--no-cache', ...folders], 2);
  const mypy = await ask([bin('mypy'), '--strict', ...folders], 10);
  const grep = await ask(
    ['grep', '-rnE', '# *(noqa|type: *ignore)|# *pragma: no cover', 'src', '--include=*.py'],
    1,
  );
  const tests = await ask([bin('python'), '-m', 'pytest', '-q', '--no-cov'], 10);
  const lines = (text, pattern) => text.split('\n').filter((line) => pattern.test(line));
  return {
    ruff: ruff.code === 0 || lines(ruff.stdout, /^\S+:\d+:\d+:/),
    format: format.code === 0,
    mypy: mypy.code === 0 || lines(`${mypy.stdout}${mypy.stderr}`, /error/),
    ignores: lines(grep.stdout, /./).length,
    pytest: tests.code === 0 || tests.stdout.trim().split('\n').slice(-6),
    tests: tests.stdout.trim().split('\n').at(-1),
  };
}

/** The source's own tests, which run on request: how many of them pass. */
export async function ownTests(target) {
  if (!existsSync(join(target, 'original_tests'))) return {};
  const command = [
    join(target, '.venv', 'bin', 'python'),
    '-m',
    'pytest',
    '-q',
    '--no-cov',
    'original_tests',
  ];
  const ended = await run(command, { cwd: target, timeoutMs: 5 * MINUTE });
  return { own: ended.stdout.trim().split('\n').at(-1) };
}

export const isClean = (row) => COLUMNS.every((column) => isWhole(row[column]));

export function readRows(file) {
  if (!existsSync(file)) return new Map();
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return new Map(rows.map((row) => [row.name, row]));
}

export const addRow = (file, row) => appendFileSync(file, `${JSON.stringify(row)}\n`);

const shown = (value) => {
  if (value === undefined) return '';
  if (value === true) return 'ok';
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'object' ? `${value.equal}/${value.all}` : String(value);
};

/** All rows as a Markdown table, with a line for what they come to. */
export function table(rows) {
  const columns = ['name', 'made', 'http', ...COLUMNS, 'own'];
  const all = [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
  const sums = columns.map((column) => {
    if (column === 'name') return `${all.length} servers`;
    const known = all.filter((row) => row[column] !== undefined && typeof row[column] !== 'string');
    return known.length === 0
      ? ''
      : `${known.filter((row) => isWhole(row[column])).length} of ${known.length}`;
  });
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...all.map((row) => line(columns.map((column) => shown(row[column])))),
    line(sums),
  ].join('\n');
}
