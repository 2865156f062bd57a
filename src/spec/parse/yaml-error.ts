import type { ErrorCode } from 'yaml';

/** What the YAML parser's error codes mean to somebody who writes a document. */
const MEANING: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias (*name) cannot have an anchor or a tag',
  BAD_ALIAS: 'An alias (*name) is not well formed, or nothing above it has that name',
  BAD_DQ_ESCAPE: 'A string in double quotes has an unknown escape',
  BAD_INDENT: 'The indentation does not fit what stands above',
  BAD_SCALAR_START: 'A value starts with a character that must be quoted',
  BLOCK_AS_IMPLICIT_KEY: 'A colon stands where none can: quote the value, or mend the indentation',
  BLOCK_IN_FLOW: 'A block collection stands inside brackets',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters',
  MISSING_CHAR: 'A bracket, a quote, a comma or a space is missing',
  MULTILINE_IMPLICIT_KEY:
    'A key goes over several lines: a colon or a quote is missing, or the indentation is wrong',
  MULTIPLE_ANCHORS: 'A value has two anchors',
  MULTIPLE_TAGS: 'A value has two tags',
  TAB_AS_INDENT: 'A tab is used for indentation; YAML allows spaces only',
  UNEXPECTED_TOKEN: 'There is something here that YAML does not expect',
};

/** Our sentence for an error of the parser; its own words where we have none. */
export const yamlProblem = (code: ErrorCode, message: string): string =>
  MEANING[code] ?? (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
