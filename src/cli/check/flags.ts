import { Command, CommanderError, Option } from 'commander';
import type { Staged } from '../../diagnostics/types.js';
import { usageProblem } from '../usage.js';

export interface CheckFlags {
  readonly dir: string;
  readonly install: boolean;
  /** Go through the preset's checklist, too. */
  readonly checklist: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Reads what stands behind `check`. `help` when that is asked for. Errors: `cli.usage`. */
export function parseCheck(argv: readonly string[]): Staged<CheckFlags | 'help'> {
  const command = new Command('create-mcp-server check')
    .argument('[dir]')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined })
    .helpOption('-h, --help')
    .addOption(new Option('--no-install'))
    .addOption(new Option('--checklist'))
    .addOption(new Option('--json'))
    .addOption(new Option('--verbose'));
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code.startsWith('commander.help')) return { ok: true, value: 'help', diagnostics: [] };
    return { ok: false, diagnostics: [usageProblem(error, 'See create-mcp-server check --help.')] };
  }
  const given = command.opts<Record<string, boolean | undefined>>();
  const value: CheckFlags = {
    dir: command.args[0] ?? '.',
    install: given['install'] !== false,
    checklist: given['checklist'] === true,
    json: given['json'] === true,
    verbose: given['verbose'] === true,
  };
  return { ok: true, value, diagnostics: [] };
}
