import { Command, CommanderError, Option } from 'commander';
import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import type { ConflictMode } from '../../manage/decide/types.js';
import { didYouMean } from '../../options/suggest.js';
import { type Answers, type OptionRow, ROWS } from '../../options/table.js';
import { usageProblem } from '../usage.js';
import type { ToolChange } from './change/answers.js';

export interface RegenerateFlags {
  readonly dir: string;
  /** A new document; without it, the project's own copy. */
  readonly spec?: string;
  /** Answers that change. */
  readonly set: Answers;
  readonly check: boolean;
  readonly dryRun: boolean;
  readonly diff: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly conflict: ConflictMode;
  readonly allowBreaking: boolean;
  /** Operations that become tools, or are tools no more: what `add` and `remove` are. */
  readonly change?: ToolChange;
  /** Read the document again from the address that it came from; `spec` goes before. */
  readonly refresh: boolean;
  /** File for what changes, as Markdown. */
  readonly summary?: string;
  /** The version of this program that is wanted. */
  readonly to?: string;
  /** A folder whose projects are all meant, instead of `dir`. */
  readonly all?: string;
  /** The words for each of them: without `--all`, `--summary` and `--json`. */
  readonly passed: readonly string[];
}

const MODES: readonly ConflictMode[] = ['markers', 'rej', 'new'];

/** Reads what stands behind `regenerate`. `help` when that is asked for. Errors: `cli.usage`, `cli.value`. */
export function parseRegenerate(argv: readonly string[]): Staged<RegenerateFlags | 'help'> {
  const command = regenerateCommand('regenerate').argument('[dir]').addOption(new Option('--all <dir>'));
  const parsed = parseWords(command, argv);
  if (!parsed.ok) return parsed;
  if (parsed.value === 'help') return { ok: true, value: 'help', diagnostics: [] };
  return flagsOf(command, argv, command.args);
}

/** Lets commander read the words. Errors: `cli.usage`. */
export function parseWords(command: Command, argv: readonly string[]): Staged<'help' | 'read'> {
  try {
    command.parse([...argv], { from: 'user' });
    return { ok: true, value: 'read', diagnostics: [] };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code.startsWith('commander.help')) return { ok: true, value: 'help', diagnostics: [] };
    return { ok: false, diagnostics: [usageProblem(error, `See ${command.name()} --help.`)] };
  }
}

/** What a command that was parsed says; `folders` are the projects that it names, one at most. */
export function flagsOf(
  command: Command,
  argv: readonly string[],
  folders: readonly string[],
): Staged<RegenerateFlags> {
  const given = command.opts<Record<string, string | boolean | readonly string[] | undefined>>();
  const set = readSettings([given['set'] ?? []].flat().map(String));
  if (!set.ok) return set;
  const { all } = given;
  const wrong = typeof all === 'string' ? wrongTogether(folders, given['spec']) : undefined;
  if (wrong !== undefined) return { ok: false, diagnostics: [problem('cli.usage', wrong)] };
  const mode = MODES.find((one) => one === given['conflict']) ?? 'markers';
  const on = (name: string): boolean => given[name] === true;
  const value: RegenerateFlags = {
    dir: folders[0] ?? '.',
    ...(typeof given['spec'] === 'string' ? { spec: given['spec'] } : {}),
    set: set.value,
    check: on('check'),
    dryRun: on('dryRun'),
    diff: on('diff'),
    json: on('json'),
    verbose: on('verbose'),
    conflict: mode,
    allowBreaking: on('allowBreaking'),
    refresh: on('refresh'),
    ...(typeof given['summary'] === 'string' ? { summary: given['summary'] } : {}),
    ...(typeof given['to'] === 'string' ? { to: given['to'] } : {}),
    ...(typeof all === 'string' ? { all } : {}),
    passed: wordsForEach(argv),
  };
  return { ok: true, value, diagnostics: [] };
}

function wrongTogether(args: readonly string[], spec: unknown): string | undefined {
  if (args.length > 0) return 'A project and --all are given: name one of them.';
  return spec === '-'
    ? 'With --all, the document must be a file or a URL: stdin can be read once only.'
    : undefined;
}

function wordsForEach(argv: readonly string[]): string[] {
  const own = (word: string | undefined): boolean => word === '--all' || word === '--summary';
  return argv.filter(
    (word, i) => !own(word) && !own(argv[i - 1]) && !/^--(all|summary)=/.test(word) && word !== '--json',
  );
}

/** The options that `regenerate`, `add` and `remove` share. */
export function regenerateCommand(name: string): Command {
  const collect = (value: string, before: readonly string[] | undefined): string[] => [
    ...(before ?? []),
    value,
  ];
  return new Command(`create-mcp-server ${name}`)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined })
    .helpOption('-h, --help')
    .addOption(new Option('--spec <file|url|->'))
    .addOption(new Option('--set <option=value>').argParser(collect))
    .addOption(new Option('--check'))
    .addOption(new Option('--dry-run'))
    .addOption(new Option('--diff'))
    .addOption(new Option('--json'))
    .addOption(new Option('--verbose'))
    .addOption(new Option('--conflict <how>').choices(MODES))
    .addOption(new Option('--allow-breaking'))
    .addOption(new Option('--refresh'))
    .addOption(new Option('--summary <file>'))
    .addOption(new Option('--to <version>'));
}

/** Options that belong to one run, or that name the document, which `--spec` does. */
const NOT_SET = new Set(['dir', 'spec', 'sample', 'baseUrl', 'resource']);

function readSettings(words: readonly string[]): Staged<Answers> {
  const rows = ROWS.filter((row) => row.inConfig && !NOT_SET.has(row.key));
  const out: Record<string, unknown> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    const name = at === -1 ? word : word.slice(0, at);
    const row = rows.find((one) => one.key === name || one.flag === `--${name}`);
    const value = row === undefined || at === -1 ? undefined : settingOf(row, word.slice(at + 1));
    if (row === undefined || value === undefined) return wrongSetting(word, name, row, rows);
    out[row.key] = value;
  }
  return { ok: true, value: out as Answers, diagnostics: [] };
}

function settingOf(row: OptionRow, text: string): unknown {
  if (row.kind === 'switch') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (row.kind === 'text') return text;
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function wrongSetting(
  word: string,
  name: string,
  row: OptionRow | undefined,
  rows: readonly OptionRow[],
): Staged<never> {
  const shown = JSON.stringify(word);
  if (row !== undefined) {
    const wanted = row.kind === 'switch' ? `${name}=true or ${name}=false` : `${name}=<value>`;
    const message = `--set ${shown} gives ${name} no value.`;
    return { ok: false, diagnostics: [problem('cli.value', message, { fix: `Write --set ${wanted}.` })] };
  }
  const near = didYouMean(
    name,
    rows.map((one) => one.key),
  );
  const fix =
    near === undefined ? `There are: ${rows.map((one) => one.key).join(', ')}.` : `Did you mean ${near}?`;
  return {
    ok: false,
    diagnostics: [problem('cli.value', `--set ${shown}: there is no such option.`, { fix })],
  };
}
