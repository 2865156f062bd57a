// docs/errors.md, from the catalogue of diagnostics.

const HEADER = `# Messages

Each message has a code that stays the same, says where (\`file:line:column\` and a JSON pointer where there is one), what is
wrong and what to do. With \`--json\` the same stands in \`diagnostics\`. An error ends the command with exit code 1 before anything
is written; a *repair* says what was understood in place of what the document says; a *warning* changes nothing.

This page is made from the program's own catalogue (\`npm run docs\`); do not edit it.
`;

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

/** Page text; `CATALOGUE` as in src/diagnostics/catalogue.ts. */
export function errorsPage({ CATALOGUE }) {
  const codes = Object.keys(CATALOGUE).sort();
  const areas = [...new Set(codes.map((name) => name.split('.')[0]))];
  const sections = areas.map((area) => {
    const rows = codes
      .filter((name) => name.startsWith(`${area}.`))
      .map((name) => {
        const { title, cause, fix } = CATALOGUE[name];
        return `| \`${name}\` | ${cell(title)} | ${cell(cause)} | ${cell(fix)} |`;
      });
    return ['', `## ${area}`, '', '| code | title | cause | what to do |', '|---|---|---|---|', ...rows];
  });
  return `${HEADER + sections.flat().join('\n')}\n`;
}
