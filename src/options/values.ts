import { FILTERS, MODES, parseChoice } from '../model/tool/choice.js';
import { folderNameProblem, slugProblem, suggestName } from './names.js';
import { isPath, VERSION_KEYS } from './languages.js';
import { didYouMean } from './suggest.js';
import { type OptionKey, type OptionRow, isOffered, rowOf } from './table.js';

/** What is wrong with a value, and what could be given instead. Both are sentences or empty. */
export interface ValueProblem {
  readonly message: string;
  readonly fix: string;
}

const MAX_TEXT = 1000;
/** Fewer tokens than this leave no room for a name and a sentence. */
const MIN_BUDGET = 50;

/** Checks one value of an option; for options with several values call it once per value. */
export function valueProblem(key: OptionKey, value: string): ValueProblem | undefined {
  const row = rowOf(key);
  if (key === 'auth') return authProblem(value);
  if (VERSION_KEYS.some((one) => one === key) && isPath(value)) return textProblem(row, value);
  if (row.choices !== undefined) return choiceProblem(row, value);
  const check = CHECKS[key];
  return check === undefined ? textProblem(row, value) : check(value);
}

const CHECKS: Partial<Record<OptionKey, (value: string) => ValueProblem | undefined>> = {
  packageName: (value) => named('package name', value, slugProblem(value)),
  tools: toolsProblem,
  toolBudget: (value) => {
    if (/^[1-9]\d{1,5}$/.test(value) && Number(value) >= MIN_BUDGET) return undefined;
    return {
      message: `--tool-budget cannot be ${quoted(value)}.`,
      fix: `Give a number of tokens, ${MIN_BUDGET} or more.`,
    };
  },
  baseUrl: (value) => {
    if (/^https?:\/\/[^\s/?#@]+[^\s?#]*$/.test(value)) return undefined;
    return {
      message: `${quoted(value)} is not the address of an API.`,
      fix: 'Give one like https://api.example.com/v1.',
    };
  },
};

/** The same for a folder that does not exist yet; `name` is its last part. */
export const newFolderProblem = (name: string): ValueProblem | undefined =>
  named('folder name', name, folderNameProblem(name));

function named(what: string, value: string, why: string | undefined): ValueProblem | undefined {
  if (why === undefined) return undefined;
  return {
    message: `The ${what} ${quoted(value)} is refused: ${why}`,
    fix: `Use for example ${suggestName(value)}.`,
  };
}

function choiceProblem(row: OptionRow, value: string): ValueProblem | undefined {
  const values = (row.choices ?? []).map((choice) => choice.value);
  if (values.includes(value)) return undefined;
  const what = row.flag ?? row.key;
  if (!isOffered(row))
    return { message: `${what} ${quoted(value)}: there is none yet.`, fix: `Leave ${what} out.` };
  return { message: `${what} cannot be ${quoted(value)}.`, fix: choose(value, values) };
}

function choose(value: string, values: readonly string[]): string {
  const near = didYouMean(value, values);
  const known = values.length === 1 ? `There is only ${values[0]} yet.` : `There are ${values.join(', ')}.`;
  return near === undefined ? known : `Did you mean ${near}? ${known}`;
}

function authProblem(value: string): ValueProblem | undefined {
  if (/^api-key:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/.test(value)) return undefined;
  return choiceProblem(rowOf('auth'), value);
}

function toolsProblem(value: string): ValueProblem | undefined {
  if (parseChoice(value) !== undefined) return undefined;
  const words = [...MODES, 'read-only', ...FILTERS];
  const wrong = value.split('+').find((part) => parseChoice(part) === undefined) ?? value;
  const near = didYouMean(wrong.split(':', 1)[0] ?? wrong, words);
  const hint = near === undefined || near === wrong ? '' : `Did you mean ${near}? `;
  return {
    message: `--tools cannot be ${quoted(value)}.`,
    fix: `${hint}There are auto, all, dynamic, read-only, ${FILTERS.map((kind) => `${kind}:a,b`).join(', ')}, joined by +.`,
  };
}

function textProblem(row: OptionRow, value: string): ValueProblem | undefined {
  const what = row.flag ?? row.key;
  if (value.trim() === '') return { message: `${what} is empty.`, fix: `Give a text, or leave ${what} out.` };
  if (value.length > MAX_TEXT && row.key !== 'spec' && row.key !== 'dir') {
    return { message: `${what} has ${value.length} characters.`, fix: `At most ${MAX_TEXT} are possible.` };
  }
  if (hasControl(value))
    return { message: `${what} holds control characters.`, fix: 'Use one line of plain text.' };
  return undefined;
}

function hasControl(value: string): boolean {
  return [...value].some((char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e);
  });
}

function quoted(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
}
