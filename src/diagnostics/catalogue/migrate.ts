import type { Catalogue } from './types.js';

/** Codes of reading an existing server and of making it a project. */
export const MIGRATE_CATALOGUE = {
  'migrate.not-found': {
    title: 'No such file or folder',
    cause: 'What is to be migrated is not there or cannot be read.',
    fix: 'Name the file or the folder of the server.',
  },
  'migrate.too-large': {
    title: 'Too large',
    cause: 'The source has more or larger files than a server has.',
    fix: 'Name the folder of the server itself, without data and environments.',
  },
  'migrate.link': {
    title: 'A link leads out of the source',
    cause: 'Only files that lie in the named folder are read.',
    fix: 'Replace the link by what it points to.',
  },
  'migrate.encoding': {
    title: 'Unknown encoding',
    cause: 'Python source is UTF-8 unless its first lines say otherwise.',
    fix: 'Save the file as UTF-8.',
  },
  'migrate.syntax': {
    title: 'Not Python',
    cause: 'The file does not parse, so nothing can be said about it.',
    fix: 'Mend the file at the place that is named.',
  },
  'migrate.python-2': {
    title: 'Python 2',
    cause: 'No MCP library runs on Python 2.',
    fix: 'Bring the file to Python 3 first.',
  },
  'migrate.no-server': {
    title: 'No MCP server',
    cause: 'No FastMCP, MCPServer or low-level Server is made anywhere in the source.',
    fix: 'Name the file or the folder that holds the server.',
  },
  'migrate.language': {
    title: 'A server in another language',
    cause: 'Servers written in Python can be carried over, and no others.',
    fix: "Make a new project from the API's OpenAPI document; --target names its language.",
  },
  'migrate.several-servers': {
    title: 'More than one server',
    cause: 'The source holds servers that do not belong together.',
    fix: 'Name the file or the folder of one of them.',
  },
  'migrate.unsupported': {
    title: 'Something that cannot be carried over',
    cause: 'The new libraries have no place for it, and leaving it out would lose something.',
    fix: 'Change it at the place that is named, then migrate again.',
  },
  'migrate.in-place': {
    title: 'The source cannot be changed in place',
    cause:
      'Changes are made as one commit, so that they can be undone as one; that needs a git tree without other changes.',
    fix: 'Commit or put aside what is changed, or name a folder for the new project.',
  },
  'migrate.capture': {
    title: 'The original could not be started',
    cause: 'Without its lists nothing can be compared.',
    fix: 'Give the variables that it needs with --env NAME=VALUE, or use --no-run and compare yourself.',
  },
  'migrate.parity': {
    title: 'Not the same',
    cause: 'The new server does not offer or do everything as the original did.',
    fix: 'MIGRATION.md lists each difference.',
  },
} as const satisfies Catalogue;
