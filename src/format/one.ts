import { parseData } from './data.js';
import { formatFor } from './languages.js';
import type { LanguageFormat } from './types.js';

/** Formats and parses single texts as they come up, for merges. A formatter is loaded when it is first needed. */
export interface TextTools {
  /** `undefined` for text that does not parse, and for files that no formatter is at hand for. */
  readonly format: (path: string, text: string) => string | undefined;
  /** False for a text that is not what its name says. */
  readonly parses: (path: string, text: string) => boolean;
}

type FormatOne = ReturnType<LanguageFormat['one']>;

/** `read`: the text of one of the project's own files, which say how it is formatted; '' for a file that is not there. */
export function textTools(read: (path: string) => string): TextTools {
  const loaded = new Map<LanguageFormat, FormatOne>();
  const load = (language: LanguageFormat): FormatOne => {
    const known = loaded.get(language) ?? opened(language, read);
    loaded.set(language, known);
    return known;
  };
  const formatted = (path: string, text: string): string | undefined => {
    const language = formatFor(path);
    try {
      return language === undefined ? undefined : load(language)(path, text);
    } catch {
      return undefined;
    }
  };
  return {
    format: formatted,
    parses: (path, text) =>
      formatFor(path) === undefined ? isData(path, text) : formatted(path, text) !== undefined,
  };
}

/** A file of settings that its owner has broken counts as none. */
function opened({ config, one }: LanguageFormat, read: (path: string) => string): FormatOne {
  const text = config === '' ? '' : read(config);
  try {
    return one(text);
  } catch {
    return one('');
  }
}

function isData(path: string, text: string): boolean {
  try {
    parseData(path, text);
    return true;
  } catch {
    return false;
  }
}
