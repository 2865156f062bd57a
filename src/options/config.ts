import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import { didYouMean } from './suggest.js';
import { type Answers, ROWS } from './table.js';

/** Reads the text of an answers file: JSON, else YAML. `name` is for messages. Errors: `cli.config`. */
export async function parseConfig(text: string, name: string): Promise<Staged<Answers>> {
  const parsed = await parseText(text);
  if (!parsed.ok) return failed(name, [parsed.reason]);
  const { configSchema } = await import('./schema.js');
  const checked = configSchema().safeParse(parsed.value ?? {});
  if (checked.success) return { ok: true, value: checked.data as Answers, diagnostics: [] };
  return failed(name, checked.error.issues.flatMap(issueTexts));
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function issueTexts(issue: Issue): string[] {
  if (issue.code === 'unrecognized_keys' && 'keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => unknownKey(String(key)));
  }
  const at = issue.path.map(String).join('.');
  return [at === '' ? 'it must be an object with answers.' : `${at}: ${issue.message}.`];
}

function unknownKey(key: string): string {
  const keys = ROWS.filter((row) => row.inConfig).map((row) => row.key);
  const near = didYouMean(key, keys);
  return `there is no key ${JSON.stringify(key)}.${near === undefined ? '' : ` Did you mean ${near}?`}`;
}

function failed(name: string, reasons: readonly string[]): { ok: false; diagnostics: Diagnostic[] } {
  const diagnostics = reasons.map((reason) =>
    problem('cli.config', `${name}: ${reason}`, { place: { file: name } }),
  );
  return { ok: false, diagnostics };
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

async function parseText(text: string): Promise<Parsed> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const { parseDocument } = await import('yaml');
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error !== undefined)
      return { ok: false, reason: `neither JSON nor YAML: ${error.message.split('\n', 1)[0]}` };
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) };
  }
}

/** The answers as an answers file: only what a file may hold, in the order of the table. JSON with a final line break. */
export function configText(answers: Answers): string {
  const entries = ROWS.filter((row) => row.inConfig).map((row) => [row.key, answers[row.key]] as const);
  return `${JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== undefined)), null, 2)}\n`;
}
