import { goFormat } from './go.js';
import { pythonFormat } from './python.js';
import type { LanguageFormat } from './types.js';
import { typescriptFormat } from './typescript.js';

/** How each language's files are formatted and parsed, by the target's id. What a language needs is loaded when it is used. */
const FORMATS: Readonly<Record<string, LanguageFormat>> = {
  python: pythonFormat,
  typescript: typescriptFormat,
  go: goFormat,
};

/** The language of a file, by its name. */
export const formatFor = (path: string): LanguageFormat | undefined =>
  Object.values(FORMATS).find(({ files }) => files.test(path));

/** Whether a file of a project says how others are formatted. */
export const isFormatConfig = (path: string): boolean =>
  Object.values(FORMATS).some(({ config }) => config === path);
