import { Command, CommanderError, Option } from 'commander';
import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import { usageProblem } from '../usage.js';

export interface MigrateFlags {
  readonly source: string;
  readonly dir: string;
  readonly name?: string;
  /** Variables for running the original. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments that the original needs. */
  readonly args: readonly string[];
  /** True and false are said; undefined is to be asked. */
  readonly run?: boolean;
  /** Only the lists are compared without. */
  readonly calls: boolean;
  readonly install: boolean;
  /** The source itself becomes the project, as one commit. */
  readonly inPlace: boolean;
  readonly diff: boolean;
  readonly dryRun: boolean;
  readonly reportOnly: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  /** `auto`, a version or a path. */
  readonly python: string;
}

/** Reads what stands behind `migrate-existing-server`. Error: `cli.usage`. */
export function parseMigrate(argv: readonly string[]): Staged<MigrateFlags | 'help'> {
  const command = migrateCommand();
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code.startsWith('commander.help')) return { ok: true, value: 'help', diagnostics: [] };
    const fix = 'See create-mcp-server migrate-existing-server --help.';
    return { ok: false, diagnostics: [usageProblem(error, fix)] };
  }
  const given = command.opts<Record<string, string | boolean | readonly string[] | undefined>>();
  const variables = [given['env'] ?? []].flat().map(String);
  const wrong = variables.find((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word));
  const source = command.args[0];
  if (source === undefined || wrong !== undefined) return usage(source === undefined);
  if (given['inPlace'] === true && command.args[1] !== undefined) return twoPlaces();
  const { run, python } = given;
  return {
    ok: true,
    value: {
      source,
      dir: command.args[1] ?? '',
      ...(typeof given['name'] === 'string' ? { name: given['name'] } : {}),
      env: Object.fromEntries(
        variables.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
      ),
      args: [given['arg'] ?? []].flat().map(String),
      ...(typeof run === 'boolean' ? { run } : {}),
      calls: given['calls'] !== false,
      install: given['install'] !== false,
      inPlace: given['inPlace'] === true,
      diff: given['diff'] === true,
      dryRun: given['dryRun'] === true,
      reportOnly: given['reportOnly'] === true,
      json: given['json'] === true,
      verbose: given['verbose'] === true,
      python: typeof python === 'string' ? python : 'auto',
    },
    diagnostics: [],
  };
}

/** The values of variables may be secrets: a wrong one is not repeated. */
function usage(noSource: boolean): Staged<never> {
  const message = noSource ? 'There is no server to migrate.' : '--env takes NAME=VALUE.';
  const fix = 'For example: create-mcp-server migrate-existing-server ./server.py my-server';
  return { ok: false, diagnostics: [problem('cli.usage', message, { fix })] };
}

function twoPlaces(): Staged<never> {
  const message = '--in-place changes the source itself, and a folder for a new project is named.';
  return { ok: false, diagnostics: [problem('cli.usage', message, { fix: 'Leave one of them out.' })] };
}

function migrateCommand(): Command {
  const collect = (value: string, before: readonly string[] | undefined): string[] => [
    ...(before ?? []),
    value,
  ];
  return new Command('create-mcp-server migrate-existing-server')
    .argument('[source]')
    .argument('[dir]')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined })
    .helpOption('-h, --help')
    .addOption(new Option('--run'))
    .addOption(new Option('--no-run').default(undefined))
    .addOption(new Option('--env <variable>').argParser(collect))
    .addOption(new Option('--arg <value>').argParser(collect))
    .addOption(new Option('--name <name>'))
    .addOption(new Option('--python <version>'))
    .addOption(new Option('--no-calls'))
    .addOption(new Option('--no-install'))
    .addOption(new Option('--in-place'))
    .addOption(new Option('--diff'))
    .addOption(new Option('--dry-run'))
    .addOption(new Option('--report-only'))
    .addOption(new Option('--json'))
    .addOption(new Option('--verbose'));
}
