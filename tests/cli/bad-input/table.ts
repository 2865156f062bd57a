import { JOBS, type Job } from './commands.js';
import type { Expected, Situation } from './situations.js';
import type { Cell } from './types.js';

const HEAD = `# What happens with bad input

Each row is a test (\`tests/cli/bad-input\`) that runs the program as it is installed. In every one of them there is one message that
says what is wrong and what to do, no stack trace, nothing half-made in the folder, and no temporary file left. The first table has
every command in every situation, the second what else can be wrong with documents, folders and words.

The exit codes are those of \`--help\`: 0 fine, 1 something given has to be mended and nothing was written, 2 a check failed and the
project is kept, 3 a mistake of ours, 129, 130 and 143 ended by a signal.

`;

const cellText = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replace(/x{100,}/, 'xxx…')
    .replaceAll('\n', '\\n');

const cellOf = (job: Job, expected: Expected): string => {
  if (expected === 'works') return `works, ${job.good}`;
  return 'no' in expected ? '–' : String(expected.code);
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** What is done to a run from outside (upset.test.ts): who it concerns, and the answer. */
const UPSETS: readonly (readonly [string, (job: Job) => string])[] = [
  ['full disk', ({ writes }) => (writes === 'nothing' ? '–' : '1')],
  ['SIGINT, SIGTERM, SIGHUP at any instant', ({ writes }) => (writes === 'nothing' ? '–' : '130, 143, 129')],
  ['two runs at once', ({ writes, good }) => (writes === 'nothing' ? '–' : `${good}, and ${good} or 1`)],
  ['output that nobody reads', ({ good }) => `works, ${good}`],
];

/** Why a cell is empty, once for each reason. */
const reasons = (situations: readonly Situation[]): string[] =>
  situations.flatMap(({ title, expect }) => {
    const found = new Set(
      JOBS.map((job) => expect(job)).flatMap((one) => (typeof one === 'object' && 'no' in one ? one.no : [])),
    );
    return [...found].map((why) => `- ${title}: ${why}.`);
  });

function everyCommand(situations: readonly Situation[]): string {
  const rows = [
    row(['situation', ...JOBS.map(({ command }) => command)]),
    row(['---', ...JOBS.map(() => '---')]),
    ...situations.map(({ title, expect }) => row([title, ...JOBS.map((job) => cellOf(job, expect(job)))])),
    ...UPSETS.map(([title, says]) => row([title, ...JOBS.map(says)])),
  ];
  return `## Every command in every situation

A number is an exit code; where it is 1 nothing was changed. \`check\` is run on a project that is not installed, which is 2.
An empty cell does not arise:

${reasons(situations).join('\n')}

${rows.join('\n')}

A stopped run leaves what was there before, or all that was to be; two at once never mix. 
## Documents, folders, words

`;
}

/** The page, rows in the order of the cells. */
export function tablePage(cells: readonly Cell[], situations: readonly Situation[]): string {
  const rows = cells.map(({ command, situation, answer, ends }) =>
    row([command, cellText(situation), cellText(answer), String(ends.code)]),
  );
  return `${HEAD}${everyCommand(situations)}${['| command | situation | answer | exit code |', '|---|---|---|---|', ...rows].join('\n')}\n`;
}
