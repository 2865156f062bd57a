import { Option } from 'commander';
import { problem } from '../../../diagnostics/catalogue.js';
import type { Staged } from '../../../diagnostics/types.js';
import { type Choice, FEATURES, TARGETS } from '../../../options/choices.js';
import { flagsOf, parseWords, regenerateCommand, type RegenerateFlags } from '../flags.js';
import type { ToolChange } from './answers.js';

/** Reads what stands behind `add` or `remove`. `help` when that is asked for. Errors: `cli.usage`, `cli.value`. */
export function parseChange(
  verb: ToolChange['verb'],
  argv: readonly string[],
): Staged<RegenerateFlags | 'help'> {
  const command = regenerateCommand(verb)
    .argument('[kind]')
    .argument('[names...]')
    .allowExcessArguments(true)
    .addOption(new Option('--dir <dir>'));
  const parsed = parseWords(command, argv);
  if (!parsed.ok) return parsed;
  if (parsed.value === 'help') return { ok: true, value: 'help', diagnostics: [] };
  const [kind, ...words] = command.args;
  const names = words.flatMap((word) => word.split(',')).filter((name) => name !== '');
  const wrong = refusal(verb, kind, names);
  if (wrong !== undefined) return { ok: false, diagnostics: [problem('cli.usage', ...wrong)] };
  const { dir } = command.opts<{ dir?: string }>();
  const flags = flagsOf(command, argv, dir === undefined ? [] : [dir]);
  const change: ToolChange = kind?.startsWith('feature')
    ? { verb, features: names }
    : { verb, operations: names };
  return flags.ok ? { ...flags, value: { ...flags.value, change } } : flags;
}

type Wrong = readonly [message: string, extra: { readonly fix: string }];

function refusal(
  verb: ToolChange['verb'],
  kind: string | undefined,
  names: readonly string[],
): Wrong | undefined {
  const example = `create-mcp-server ${verb} operation listBooks`;
  if (kind === 'operation' || kind === 'operations') {
    return names.length > 0 ? undefined : ['No operation is named.', { fix: `Name one: ${example}` }];
  }
  if (kind === 'target') {
    const fix = `There is: ${list(TARGETS)}. Another one needs a project of its own.`;
    return ['A project has one target, which stays.', { fix }];
  }
  if (kind === 'feature' || kind === 'features') {
    return names.length > 0 ? undefined : ['No feature is named.', { fix: `There are: ${list(FEATURES)}.` }];
  }
  const said =
    kind === undefined ? `What to ${verb} is not said.` : `${JSON.stringify(kind)} is nothing to ${verb}.`;
  return [said, { fix: `There are operations and features: ${example}` }];
}

const list = (choices: readonly Choice[]): string => choices.map(({ value }) => value).join(', ');
