import { Command, CommanderError, Option } from 'commander';
import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic } from '../diagnostics/types.js';
import { type Answers, type OptionKey, type OptionRow, ROWS } from '../options/table.js';
import { INSPECT_FILES, type InspectFiles } from './inspect/files.js';
import { usageProblem } from './usage.js';

export type Parsed =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'create'; readonly flags: Answers }
  | { readonly kind: 'regenerate' | 'check' | 'migrate'; readonly argv: readonly string[] }
  | { readonly kind: 'add' | 'remove'; readonly argv: readonly string[] }
  | { readonly kind: 'inspect'; readonly flags: Answers; readonly files: InspectFiles }
  | { readonly kind: 'inspect-help' }
  | { readonly kind: 'wrong'; readonly diagnostics: readonly Diagnostic[] };

/** Turns the arguments (without node and script) into answers. Does nothing else: no output, no exit. */
export function parseArguments(argv: readonly string[], env: NodeJS.ProcessEnv): Parsed {
  const [command, ...rest] = argv;
  if (command === 'help') return parseArguments([...rest, '--help'], env);
  if (command === 'regenerate' || command === 'check') return { kind: command, argv: rest };
  if (command === 'migrate-existing-server') return { kind: 'migrate', argv: rest };
  if (command === 'add' || command === 'remove') return { kind: command, argv: rest };
  const inspects = command === 'inspect';
  const program = createCommand();
  if (inspects) for (const [flag] of INSPECT_FILES) program.addOption(new Option(flag));
  try {
    // `pnpm create x -- --yes`, `yarn create`, `bun create` hand a literal -- on; npm eats it. Folders never begin with -.
    program.parse(
      (inspects ? rest : argv).filter((word) => word !== '--'),
      { from: 'user' },
    );
    const flags = givenAnswers(program);
    return inspects ? inspection(flags, program.opts<InspectFiles>()) : { kind: 'create', flags };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return fromCommander(error, env, inspects);
  }
}

/** `inspect <document>`: the argument is the document, and nothing is asked. */
function inspection({ dir, ...flags }: Answers, given: InspectFiles): Parsed {
  const spec = flags.spec ?? dir;
  if (spec !== undefined || flags.sample === true) {
    const { html, proposeOverlay, toolsYaml } = given;
    return {
      kind: 'inspect',
      flags: { ...flags, ...(spec === undefined ? {} : { spec }), yes: true },
      files: {
        ...(html === undefined ? {} : { html }),
        ...(proposeOverlay === undefined ? {} : { proposeOverlay }),
        ...(toolsYaml === undefined ? {} : { toolsYaml }),
      },
    };
  }
  const fix = 'Name a file or a URL: create-mcp-server inspect openapi.yaml';
  return { kind: 'wrong', diagnostics: [problem('cli.usage', 'There is no document to inspect.', { fix })] };
}

function createCommand(): Command {
  const command = new Command('create-mcp-server')
    .argument('[dir]')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined, outputError: () => undefined })
    .helpOption('-h, --help')
    .version('-', '-V, --version')
    .showSuggestionAfterError(true);
  for (const row of ROWS) {
    if (row.flag === undefined) continue;
    command.addOption(commanderOption(row, row.flag));
    if (row.alias !== undefined) command.addOption(commanderOption(row, row.alias));
    // Both spellings of a switch, so that a flag can overrule an answers file that switched it off.
    if (row.flag.startsWith('--no-')) command.addOption(new Option(row.flag.replace('--no-', '--')));
  }
  return command;
}

function commanderOption(row: OptionRow, flag: string): Option {
  const names = row.short === undefined ? flag : `${row.short}, ${flag}`;
  if (row.kind === 'switch') return new Option(names);
  const option = new Option(`${names} <value>`);
  if (row.kind === 'many') {
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  }
  if (row.kind === 'list') {
    option.argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      ...splitList(value).filter((part) => part !== row.none),
    ]);
  }
  return option;
}

/** `a, b` → `['a', 'b']`. */
export const splitList = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function givenAnswers(command: Command): Answers {
  const given: Partial<Record<OptionKey, unknown>> = {};
  const [dir] = command.args;
  if (dir !== undefined) given.dir = dir;
  for (const row of ROWS) {
    for (const flag of [row.alias, row.flag]) {
      if (flag === undefined) continue;
      const name = new Option(flag).attributeName();
      if (command.getOptionValueSource(name) === 'cli') given[row.key] = command.getOptionValue(name);
    }
  }
  return given as Answers;
}

function fromCommander(error: CommanderError, env: NodeJS.ProcessEnv, inspects: boolean): Parsed {
  if (error.code === 'commander.help' || error.code === 'commander.helpDisplayed')
    return { kind: inspects ? 'inspect-help' : 'help' };
  if (error.code === 'commander.version') return { kind: 'version' };
  return {
    kind: 'wrong',
    diagnostics: [
      usageProblem(error, `See create-mcp-server ${inspects ? 'inspect ' : ''}--help.`, npmHint(error, env)),
    ],
  };
}

/** `npm create mcp-server x --spec y` keeps --spec for itself and leaves us with two folders. */
function npmHint(error: CommanderError, env: NodeJS.ProcessEnv): string {
  const throughNpm = env['npm_command'] === 'exec' || env['npm_command'] === 'init';
  if (error.code !== 'commander.excessArguments' || !throughNpm) return '';
  return 'npm keeps options for itself unless a -- stands before them: npm create mcp-server -- my-api --spec openapi.yaml --yes';
}
