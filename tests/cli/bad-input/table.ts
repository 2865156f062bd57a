import type { Cell } from './types.js';

const HEAD = `# What happens with bad input

Each row is a test (\`tests/cli/bad-input\`) that runs the program as it is installed. In every one of them there is one message that
says what is wrong and what to do, no stack trace, nothing half-made in the folder, and no temporary file left. Signals in the
middle of a run, two runs at once, closed output and a full disk have tests of their own (\`tests/cli/interrupted.test.ts\`).

The exit codes are those of \`--help\`: 0 fine, 1 something given has to be mended and nothing was written, 2 a check failed and the
project is kept, 3 a mistake of ours, 129, 130 and 143 ended by a signal.

`;

const cellText = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replace(/x{100,}/, 'xxx…')
    .replaceAll('\n', '\\n');

/** The page, rows in the order of the cells. */
export function tablePage(cells: readonly Cell[]): string {
  const rows = cells.map(
    ({ command, situation, answer, ends }) =>
      `| ${command} | ${cellText(situation)} | ${cellText(answer)} | ${ends.code} |`,
  );
  return `${HEAD}${['| command | situation | answer | exit code |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}
