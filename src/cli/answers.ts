import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import { reasonUnreadable } from '../diagnostics/file-errors.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import { parseConfig } from '../options/config.js';
import { isPath, languageDefaults, VERSION_KEYS } from '../options/languages.js';
import { type Answers, type OptionKey, ROWS } from '../options/table.js';
import type { World } from './world.js';

/** Reads the answers file of `--config`. Paths in it are relative to the file. Errors: `cli.config`. */
export async function readAnswersFile(file: string | undefined, world: World): Promise<Staged<Answers>> {
  if (file === undefined) return { ok: true, value: {}, diagnostics: [] };
  let text: string;
  try {
    text = new TextDecoder().decode(await world.spec.readFile(file));
  } catch (error) {
    return {
      ok: false,
      diagnostics: [problem('cli.config', `${file} cannot be read: ${reasonUnreadable(error)}.`)],
    };
  }
  const parsed = await parseConfig(text, file);
  if (!parsed.ok) return parsed;
  return { ok: true, value: withPaths(parsed.value, (path) => fromFile(path, file)), diagnostics: [] };
}

const fromFile = (path: string, file: string): string =>
  isAbsolute(path) ? path : `${dirname(file)}/${path}`;

/** The answers as they are saved in `file`: paths relative to it. */
export function answersForFile(answers: Answers, file: string, cwd: string): Answers {
  const folder = dirname(resolve(cwd, file));
  return withPaths(answers, (path) => (isAbsolute(path) ? path : relative(folder, resolve(cwd, path))));
}

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);

function withPaths(answers: Answers, change: (path: string) => string): Answers {
  const { spec, allowRefDir, overlay, toolsFile } = answers;
  const isFile = spec !== undefined && spec !== '-' && !isUrl(spec);
  return {
    ...answers,
    ...(isFile ? { spec: change(spec) } : {}),
    ...Object.fromEntries(
      VERSION_KEYS.flatMap((key) => {
        const value = answers[key];
        return value !== undefined && isPath(value) ? [[key, change(value)]] : [];
      }),
    ),
    ...(overlay === undefined ? {} : { overlay: overlay.map((one) => (isUrl(one) ? one : change(one))) }),
    ...(toolsFile === undefined ? {} : { toolsFile: change(toolsFile) }),
    ...(allowRefDir === undefined ? {} : { allowRefDir: allowRefDir.map(change) }),
  };
}

/** True when the answers say what the service is. */
export const hasDocument = (answers: Answers): boolean =>
  answers.spec !== undefined ||
  answers.sample === true ||
  answers.baseUrl !== undefined ||
  answers.resource !== undefined;

/**
 * True when an answers file, with the flags beside it, says all that `--save-config` writes: then there is nothing to ask, also in
 * a terminal. Name and description may be missing, because the document has them, or has none.
 */
export function isComplete(answers: Answers): boolean {
  const rows = ROWS.filter((row) => row.inConfig && row.default !== undefined).map(({ key }) => key);
  const language = Object.keys(languageDefaults(answers)) as OptionKey[];
  const isSaid = (key: OptionKey): boolean => answers[key] !== undefined;
  return answers.dir !== undefined && hasDocument(answers) && [...rows, ...language].every(isSaid);
}

/** What must be said when nobody can be asked, as one error; undefined when nothing is missing. */
export function missingAnswers(answers: Answers, whyNot: string): Diagnostic | undefined {
  const missing = [
    ...(answers.dir === undefined ? ['the folder ([dir], the first argument)'] : []),
    ...(hasDocument(answers) ? [] : ['the document (--spec <file|url|->, or --sample)']),
  ];
  if (missing.length === 0) return undefined;
  return problem(
    'cli.missing',
    `No questions can be asked (${whyNot}), and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not given.`,
    {
      fix: 'Give them, or --yes for the defaults.',
    },
  );
}
