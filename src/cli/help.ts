import { isOffered, type OptionRow, ROWS } from '../options/table.js';

const GROUPS = ['Document', 'Project', 'Writing', 'After writing', 'Run'] as const;

const EXAMPLES: readonly (readonly [command: string, meaning: string])[] = [
  ['npx create-mcp-server', 'asks, and writes nothing until the end'],
  ['npx create-mcp-server my-api --spec ./openapi.yaml', 'asks for the rest'],
  ['npx create-mcp-server my-api --spec https://api.example.com/openapi.json --yes', 'asks nothing'],
  ['npm create mcp-server -- my-api --spec ./openapi.yaml --yes', 'npm wants the --'],
  ['npx create-mcp-server my-api --sample --yes --dry-run', 'lists the files'],
];

const COMMANDS: readonly (readonly [command: string, meaning: string])[] = [
  ['regenerate [dir]', 'Make a project again, keeping your edits'],
  ['add|remove operation <names>', 'Operations that become tools, or are tools no more'],
  ['check [dir]', 'Install a project and check it again'],
  ['inspect <document>', 'Show the tools of a document, write nothing'],
  ['migrate-existing-server <file>', 'Make a project of an existing server'],
];

/** What each exit code says; kept for ever. */
export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, 'fine'],
  [1, 'something that was given has to be mended; nothing was written'],
  [2, 'a check, the install or git failed; the project is kept'],
  [3, 'a mistake of this program'],
  [129, 'ended by SIGHUP; nothing half-made is left'],
  [130, 'cancelled with Ctrl-C; nothing half-made is left'],
  [143, 'ended by SIGTERM; nothing half-made is left'],
];

/** The text of `--help`, from the table of options. Ends with a line break. */
export function helpText(): string {
  const options = ROWS.filter((row) => row.flag !== undefined && isOffered(row));
  const sections = GROUPS.map((group) => [
    group,
    table(options.filter((row) => row.group === group).map((row) => [spelling(row), describe(row)])),
  ]);
  return [
    'create-mcp-server: a complete, checked MCP server from an OpenAPI document',
    '',
    'Usage',
    '  create-mcp-server [dir] [options]',
    '  create-mcp-server <command> …',
    '',
    'Commands, with a --help of their own',
    table(COMMANDS),
    '',
    'Examples',
    ...EXAMPLES.flatMap(([command, meaning]) => [`  ${command}`, `      ${meaning}`]),
    ...sections.flatMap(([group, text]) => ['', `${group}`, `${text}`]),
    '  -h, --help                   Show this text',
    '  -V, --version                Show the version',
    '',
    'Exit codes',
    table(
      EXIT_CODES.map(([code, meaning]) => [String(code), meaning]),
      6,
    ),
    '',
  ].join('\n');
}

/** `--spec <file|url|->`, `-y, --yes`. */
export function spelling(row: OptionRow): string {
  const names = [row.short, row.flag, row.alias].filter((name) => name !== undefined).join(', ');
  return row.kind === 'switch' ? names : `${names} ${row.value ?? '<value>'}`;
}

function describe(row: OptionRow): string {
  const values = (row.choices ?? []).map(({ value }) => (value === 'api-key' ? 'api-key[:<header>]' : value));
  const isChosen =
    row.kind !== 'switch' &&
    row.default !== undefined &&
    values.length !== 1 &&
    [row.default].flat().length > 0;
  return [
    row.help,
    values.length === 0 ? '' : `: ${values.join(', ')}`,
    isChosen ? ` [default: ${[row.default].flat().join(',')}]` : '',
  ].join('');
}

const WIDTH = 125;

/** Lines of at most so many characters, broken at blanks. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Rows of the table of options, or pairs, as `--help` shows them. */
export const optionTable = (rows: readonly (OptionRow | readonly [string, string])[]): string =>
  table(rows.map((row) => ('key' in row ? [spelling(row), describe(row)] : row)));

function table(rows: readonly (readonly [string, string])[], width = 31): string {
  const indent = `\n${' '.repeat(width)}`;
  return rows
    .map(([left, right]) => {
      const lines = wrapped(right, WIDTH - width).join(indent);
      return left.length + 3 > width ? `  ${left}${indent}${lines}` : `  ${left.padEnd(width - 2)}${lines}`;
    })
    .join('\n');
}
