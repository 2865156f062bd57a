// docs/options.md, from the table of options.

const HEADER = `# Options

\`create-mcp-server [dir] [options]\`: every question has an option, and every option but those of writing and running may stand
in an answers file (\`--config\`, JSON or YAML) under its key. What is said last on this list wins: defaults, preset, answers to the
questions, answers file, options of the command line.

This page is made from the program's own table (\`npm run docs\`); do not edit it.
`;

const code = (text) => `\`${String(text).replaceAll('|', '\\|')}\``;
const plain = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function spelling(row) {
  const names = [row.short, row.flag, row.alias].filter(Boolean);
  const value = row.kind === 'switch' ? '' : ` ${row.value ?? '<value>'}`;
  return names.length === 0 ? code(row.value ?? row.key) : names.map((name) => code(name + value)).join(', ');
}

function defaultOf(row) {
  if (row.default === undefined) return '';
  const values = [row.default].flat();
  if (row.kind === 'switch') return row.default ? 'on' : 'off';
  return values.length === 0 ? '' : code(values.join(','));
}

/** What a command's own --help says. */
const commandSection = (name, help) => ['', `## ${name}`, '', '```', help.trimEnd(), '```'];

/** Page text; `ROWS`, `isOffered`, `EXIT_CODES` and the help texts as in src/options/table.ts and src/cli. */
export function optionsPage({ ROWS, isOffered, EXIT_CODES, REGENERATE_HELP, CHECK_HELP, inspectHelp }) {
  const offered = ROWS.filter((row) => isOffered(row));
  const groups = [...new Set(offered.map((row) => row.group))];
  const sections = groups.map((group) => {
    const rows = offered.filter((row) => row.group === group);
    const lines = rows.map((row) => {
      const values = (row.choices ?? []).map(({ value }) => code(value)).join(', ');
      const key = row.inConfig ? code(row.key) : '';
      return `| ${spelling(row)} | ${key} | ${plain(row.help)} | ${values} | ${defaultOf(row)} |`;
    });
    return [
      '',
      `## ${group}`,
      '',
      '| option | key | meaning | values | default |',
      '|---|---|---|---|---|',
      ...lines,
    ];
  });
  const exits = EXIT_CODES.map(([number, meaning]) => `| ${number} | ${plain(meaning)} |`);
  const end = ['', '## Exit codes', '', '| code | meaning |', '|---|---|', ...exits];
  const commands = [
    ...commandSection('create-mcp-server regenerate', REGENERATE_HELP),
    ...commandSection('create-mcp-server check', CHECK_HELP),
    ...commandSection('create-mcp-server inspect', inspectHelp()),
  ];
  return `${HEADER + [...sections.flat(), ...end, ...commands].join('\n')}\n`;
}
