import type { Catalogue } from './types.js';

/** Codes of the command line, its options and its answers. */
export const CLI_CATALOGUE = {
  'cli.usage': {
    title: 'The command line is not understood',
    cause: 'A flag or an argument does not exist, or stands twice.',
    fix: 'See create-mcp-server --help.',
  },
  'cli.value': {
    title: 'A value is not accepted',
    cause: 'A flag, an answer or a key of the answers file has a value outside of what is possible.',
    fix: 'See create-mcp-server --help.',
  },
  'cli.conflict': {
    title: 'Two options exclude each other',
    cause: 'Both were given, and only one can be followed.',
    fix: 'Leave one of them out.',
  },
  'cli.feature': {
    title: 'Target, preset and features do not go together',
    cause:
      'A feature needs another one, excludes another one, or is not there for the language of the project.',
    fix: 'Choose others; docs/features.md has all of them.',
  },
  'cli.missing': {
    title: 'Answers are missing',
    cause: 'Questions can only be asked in a terminal, outside of CI.',
    fix: 'Give the flags named above, or --yes for the defaults.',
  },
  'cli.name': {
    title: 'A name is refused',
    cause: 'Some system or package registry does not accept it.',
    fix: 'Use lower-case letters, digits and hyphens.',
  },
  'cli.config': {
    title: 'The answers file cannot be used',
    cause: 'It cannot be read, is neither JSON nor YAML, or has keys that do not exist.',
    fix: 'Mend the file, or write one with --save-config.',
  },
  'cli.empty': {
    title: 'There is no operation to make a tool of',
    cause: 'A server without tools is of no use.',
    fix: 'Give a document with operations, or choose others with --tools.',
  },
} as const satisfies Catalogue;
