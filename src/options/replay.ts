import { type Answers, ROWS } from './table.js';

/** Options of one run only: they say where to write or what to print, not which project. */
const NOT_REPLAYED = new Set([
  'config',
  'saveConfig',
  'dryRun',
  'json',
  'dumpModel',
  'verbose',
  'overwrite',
  'merge',
]);

/**
 * The arguments that make the same project without a question. Every answer is spelt out, so that a later change of a
 * default does not change the project. Begins with the folder, ends with `--yes`.
 */
export function replayArguments(answers: Answers): string[] {
  const words: string[] = answers.dir === undefined ? [] : [answers.dir];
  for (const row of ROWS) {
    const value = answers[row.key];
    if (row.flag === undefined || value === undefined || row.key === 'yes' || NOT_REPLAYED.has(row.key))
      continue;
    if (typeof value === 'boolean') {
      if (value !== row.flag.startsWith('--no-')) words.push(row.flag);
    } else if (row.kind === 'list') {
      const listed = [value].flat().join(',') || row.none;
      if (listed !== undefined) words.push(row.flag, listed);
    } else {
      words.push(...[value].flat().flatMap((one) => [row.flag ?? '', one]));
    }
  }
  return [...words, '--yes'];
}

/** One shell word: as it is when harmless, else in single quotes, as every POSIX shell reads them. */
export function shellWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The whole command, on one line. */
export function replayCommand(answers: Answers, version: string): string {
  return ['npx', `create-mcp-server@${version}`, ...replayArguments(answers).map(shellWord)].join(' ');
}
