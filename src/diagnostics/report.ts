import { fixOf } from './catalogue.js';
import type { Diagnostic, Place, Severity } from './types.js';
import { visible } from './visible.js';

export interface ReportStyle {
  /** Print every finding in full; otherwise warnings get a line each, as far as they are few, and the rest is counted per code. */
  readonly verbose: boolean;
  /** Source text of a file by the name that places use; for the excerpt with the arrow. */
  readonly sourceOf?: (file: string) => string | undefined;
}

const MAX_SHOWN = 20;
/** Warnings that a normal run shows, and how many of them with one code. */
const MAX_WARNINGS = 10;
const MAX_ALIKE = 3;
const MAX_EXCERPT = 100;
const ORDER: readonly Severity[] = ['error', 'warning', 'repair', 'info'];

/** The findings as text for a person; empty when there is nothing to say. Ends with a line break otherwise. */
export function reportText(diagnostics: readonly Diagnostic[], style: ReportStyle): string {
  const lines: string[] = [];
  for (const severity of ORDER) {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
    if (found.length === 0) continue;
    if (style.verbose || severity === 'error') lines.push(...full(found, style));
    else if (severity === 'warning') lines.push(...inShort(found));
    else lines.push(...counted(found, severity));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function full(found: readonly Diagnostic[], style: ReportStyle): string[] {
  const shown = style.verbose ? found : found.slice(0, MAX_SHOWN);
  const lines = shown.flatMap((diagnostic) => oneDiagnostic(diagnostic, style));
  const left = found.length - shown.length;
  return left > 0 ? [...lines, `… and ${left} more; --verbose shows all.`] : lines;
}

/** A line for each of the first warnings, not too many of one kind: what was left out or guessed must not go unseen. */
function inShort(found: readonly Diagnostic[]): string[] {
  const perCode = new Map<string, number>();
  const shown: Diagnostic[] = [];
  const rest: Diagnostic[] = [];
  for (const diagnostic of found) {
    const alike = perCode.get(diagnostic.code) ?? 0;
    perCode.set(diagnostic.code, alike + 1);
    (alike < MAX_ALIKE && shown.length < MAX_WARNINGS ? shown : rest).push(diagnostic);
  }
  const lines = shown.map(headline);
  return rest.length === 0 ? lines : [...lines, ...counted(rest, 'warning', 'more ')];
}

/** `api.yaml:212:9  spec.ref-missing  message. Fix.`, then the line of the source with an arrow. */
function oneDiagnostic(diagnostic: Diagnostic, style: ReportStyle): string[] {
  const fix = fixOf(diagnostic);
  return [
    `${headline(diagnostic)}${fix === '' ? '' : ` ${visible(fix)}`}`,
    ...excerpt(diagnostic.place, style),
  ];
}

function headline({ place, severity, code, message }: Diagnostic): string {
  const where = place === undefined ? '' : `${placeText(place)}  `;
  return `${where}${code}  ${severity === 'error' ? '' : `${severity}: `}${sentence(message)}`;
}

/** A name in a document can be a megabyte long; what is wrong with it is said in less. */
const MAX_MESSAGE = 1_000;

function sentence(message: string): string {
  if (message.length > MAX_MESSAGE) return `${visible(message.slice(0, MAX_MESSAGE))}…`;
  return `${visible(message)}${/[.!?…:]$/.test(message) ? '' : '.'}`;
}

/** `api.yaml:212:9`, with the pointer when there is no line. */
export function placeText(place: Place): string {
  const { file, line, column, pointer } = place;
  if (line !== undefined) return `${visible(file)}:${line}${column === undefined ? '' : `:${column}`}`;
  return pointer === undefined ? visible(file) : `${visible(file)}#${visible(pointer)}`;
}

function excerpt(place: Place | undefined, style: ReportStyle): string[] {
  if (place?.line === undefined) return [];
  const line = style.sourceOf?.(place.file)?.split(/\r\n|\n|\r/, place.line)[place.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const column = Math.max(1, place.column ?? 1);
  // A minified document is one line of megabytes: show only the part around the column.
  const from = column > MAX_EXCERPT / 2 ? column - MAX_EXCERPT / 2 : 0;
  const before = visible(line.slice(from, column - 1).replaceAll('\t', ' '));
  const after = visible(line.slice(Math.max(from, column - 1), from + MAX_EXCERPT).replaceAll('\t', ' '));
  const gutter = `  ${place.line} | `;
  return [`${gutter}${before}${after}`, `${' '.repeat(gutter.length + before.length)}^`];
}

const NOUNS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  repair: ['repair', 'repairs'],
  info: ['note', 'notes'],
};

/** One line per severity: `12 repairs: spec.operation-id-missing 9, spec.ref-missing 3 (--verbose shows them)`. */
function counted(found: readonly Diagnostic[], severity: Severity, more = ''): string[] {
  const perCode = new Map<string, number>();
  for (const { code } of found) perCode.set(code, (perCode.get(code) ?? 0) + 1);
  const [one, many] = NOUNS[severity];
  const codes = [...perCode].map(([code, count]) => `${code} ${count}`).join(', ');
  return [`${found.length} ${more}${found.length === 1 ? one : many}: ${codes} (--verbose shows them)`];
}

/** The same for programs: what `--json` carries. The fix is always filled in. */
export function reportJson(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, fix: fixOf(diagnostic) }));
}
