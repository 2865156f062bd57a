import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import { foreignAnswers, languageDefaults } from './languages.js';
import { type Answers, type OPTIONS, type OptionKey, ROWS } from './table.js';
import { valueProblem } from './values.js';

type DefaultedKey = Extract<(typeof OPTIONS)[number], { readonly default: unknown }>['key'];
/** All answers, with every default filled in and every value checked. Frozen. */
export type Options = Readonly<Answers & Required<Pick<Answers, DefaultedKey | 'packageManager'>>>;

/** Where answers come from; an earlier member wins over a later one. */
export interface Layers {
  readonly flags: Answers;
  readonly config: Answers;
  readonly answers: Answers;
  readonly preset: Answers;
}

/** Ways to say what the service is. They exclude each other, so a layer that has one hides those of the layers below. */
const DOCUMENT_KEYS = ['spec', 'sample', 'baseUrl', 'resource'] as const satisfies readonly OptionKey[];

/** Merges the layers over the defaults. Errors: `cli.value`, `cli.name`, `cli.conflict`, all of them at once. */
export function resolveOptions(layers: Layers): Staged<Options> {
  const ordered = [layers.flags, layers.config, layers.answers, layers.preset].map(withoutUnsaid);
  const document = ordered.find((layer) => DOCUMENT_KEYS.some((key) => layer[key] !== undefined)) ?? {};
  const merged: Answers = Object.assign(
    {},
    tableDefaults(),
    ...ordered.toReversed().map(withoutDocument),
    only(document),
  );
  const diagnostics = [...valueProblems(merged), ...conflicts(merged), ...foreign(merged)];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const value = Object.freeze({ ...merged, ...languageDefaults(merged) }) as Options;
  return { ok: true, value, diagnostics: [] };
}

/** The defaults of the table, and those of the default language. */
export function defaults(): Answers {
  return { ...tableDefaults(), ...languageDefaults({}) };
}

function tableDefaults(): Answers {
  return Object.fromEntries(
    ROWS.filter((row) => row.default !== undefined).map((row) => [row.key, row.default]),
  );
}

function withoutUnsaid(layer: Answers): Answers {
  return Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
}

function withoutDocument(layer: Answers): Answers {
  const keys: readonly string[] = DOCUMENT_KEYS;
  return Object.fromEntries(Object.entries(layer).filter(([key]) => !keys.includes(key)));
}

function only(layer: Answers): Answers {
  const keys: readonly string[] = DOCUMENT_KEYS;
  return Object.fromEntries(Object.entries(layer).filter(([key]) => keys.includes(key)));
}

function valueProblems(answers: Answers): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { key } of ROWS) {
    const value = answers[key];
    if (value === undefined || typeof value === 'boolean') continue;
    const bad = [value].flat().map((one) => valueProblem(key, one));
    for (const one of bad) {
      if (one === undefined) continue;
      found.push(problem(key === 'packageName' ? 'cli.name' : 'cli.value', one.message, { fix: one.fix }));
    }
  }
  if (answers.transports?.length === 0) {
    found.push(problem('cli.value', '--transports is empty.', { fix: 'Give stdio, http or stdio,http.' }));
  }
  return found;
}

/** Answers that are about another language than the one that is chosen. */
function foreign(answers: Answers): Diagnostic[] {
  return foreignAnswers(answers).map(({ key, value, fits }) => {
    const flag = ROWS.find((row) => row.key === key)?.flag ?? key;
    const fix = fits === '' ? `Leave ${flag} out.` : `Give ${fits}, or leave ${flag} out.`;
    return problem('cli.conflict', `${flag} ${value} does not go with --target ${answers.target}.`, { fix });
  });
}

const EXCLUSIVE: readonly (readonly [OptionKey, OptionKey])[] = [
  ['overwrite', 'merge'],
  ['spec', 'sample'],
  ['spec', 'baseUrl'],
  ['spec', 'resource'],
  ['sample', 'baseUrl'],
  ['sample', 'resource'],
];

function conflicts(answers: Answers): Diagnostic[] {
  const said = (key: OptionKey): boolean => answers[key] !== undefined && answers[key] !== false;
  const flag = (key: OptionKey): string => ROWS.find((row) => row.key === key)?.flag ?? key;
  const both = EXCLUSIVE.filter(([a, b]) => said(a) && said(b)).map(([a, b]) =>
    problem('cli.conflict', `${flag(a)} and ${flag(b)} exclude each other.`),
  );
  if (said('baseUrl') !== said('resource')) {
    both.push(
      problem(
        'cli.missing',
        '--base-url and --resource describe a service together; one of them is missing.',
        {
          fix: 'Give both, or --spec with a document.',
        },
      ),
    );
  }
  return both;
}
