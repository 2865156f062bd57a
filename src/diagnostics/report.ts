import { fixOf } from './catalogue.js';
import type { Diagnostic, Place, Severity } from './types.js';
import { visible } from './visible.js';

export interface ReportStyle {
  /** Print every finding; otherwise repairs and notes are counted per code. */
  readonly verbose: boolean;
  /** Source text of a file by the name that places use; for the excerpt with the arrow. */
  readonly sourceOf?: (file: string) => string | undefined;
}

const MAX_SHOWN = 20;
const MAX_EXCERPT = 100;
const ORDER: readonly Severity[] = ['error', 'warning', 'repair', 'info'];

/** The findings as text for a person; empty when there is nothing to say. Ends with a line break otherwise. */
export function reportText(diagnostics: readonly Diagnostic[], style: ReportStyle): string {
  const lines: string[] = [];
  for (const severity of ORDER) {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
    if (found.length === 0) continue;
    const inFull = style.verbose || severity === 'error';
    lines.push(...(inFull ? full(found, style) : counted(found, severity)));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function full(found: readonly Diagnostic[], style: ReportStyle): string[] {
  const shown = style.verbose ? found : found.slice(0, MAX_SHOWN);
  const lines = shown.flatMap((diagnostic) => oneDiagnostic(diagnostic, style));
  const left = found.length - shown.length;
  return left > 0 ? [...lines, `… and ${left} more; --verbose shows all.`] : lines;
}

/** `api.yaml:212:9  spec.ref-missing  message. Fix.`, then the line of the source with an arrow. */
function oneDiagnostic(diagnostic: Diagnostic, style: ReportStyle): string[] {
  const { place, severity, code } = diagnostic;
  const where = place === undefined ? '' : `${placeText(place)}  `;
  const kind = severity === 'error' ? '' : `${severity}: `;
  const fix = fixOf(diagnostic);
  const head = `${where}${code}  ${kind}${sentence(diagnostic.message)}${fix === '' ? '' : ` ${visible(fix)}`}`;
  return [head, ...excerpt(place, style)];
}

const sentence = (message: string): string => `${visible(message)}${/[.!?…:]$/.test(message) ? '' : '.'}`;

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
function counted(found: readonly Diagnostic[], severity: Severity): string[] {
  const perCode = new Map<string, number>();
  for (const { code } of found) perCode.set(code, (perCode.get(code) ?? 0) + 1);
  const [one, many] = NOUNS[severity];
  const codes = [...perCode].map(([code, count]) => `${code} ${count}`).join(', ');
  return [`${found.length} ${found.length === 1 ? one : many}: ${codes} (--verbose shows them)`];
}

/** The same for programs: what `--json` carries. The fix is always filled in. */
export function reportJson(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({ ...diagnostic, fix: fixOf(diagnostic) }));
}
