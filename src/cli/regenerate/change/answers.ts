import { problem } from '../../../diagnostics/catalogue.js';
import type { Staged } from '../../../diagnostics/types.js';
import { contractFile } from '../../../manage/contract/file.js';
import type { Recorded } from '../../../manage/read.js';
import { parseChoice } from '../../../model/tool/choice.js';
import { STATIC_LIMIT } from '../../../model/tool/choose.js';
import { broughtBy } from '../../../options/choices.js';
import { didYouMean } from '../../../options/suggest.js';
import type { Answers } from '../../../options/table.js';

/** Operations, by name of the tool or by operationId; or features. */
export type ToolChange = { readonly verb: 'add' | 'remove' } & (
  | { readonly operations: readonly string[] }
  | { readonly features: readonly string[] }
);
type OperationChange = Extract<ToolChange, { readonly operations: unknown }>;
type FeatureChange = Extract<ToolChange, { readonly features: unknown }>;

/** A tool of the project, under every name that a person may call it by. */
interface Known {
  readonly name: string;
  readonly operationId?: string;
}

/**
 * The answers that make a change of tools: `tools=operations:…` with the list as it will be, or, where tools are found by
 * search, `pin`; or `feature`. Empty without a change. Errors: `cli.value`.
 */
export function changedAnswers(change: ToolChange | undefined, recorded: Recorded): Staged<Answers> {
  if (change === undefined) return { ok: true, value: {}, diagnostics: [] };
  const { options } = recorded.manifest;
  if ('features' in change) {
    const chosen = [options['feature'] ?? []].flat().map(String);
    return changedFeatures(change, chosen, broughtBy(options['preset']));
  }
  const tools = String(options['tools'] ?? 'auto');
  const known = toolsOf(recorded);
  const pinned = [options['pin'] ?? []].flat().map(String);
  const mode = parseChoice(tools)?.mode;
  const dynamic = mode === 'dynamic' || (mode === 'auto' && known.length > STATIC_LIMIT);
  return dynamic ? changedPins(change, pinned) : changedTools(change, known, pinned);
}

function toolsOf({ base }: Recorded): Known[] {
  const file = contractFile(Object.keys(base));
  const parsed = JSON.parse(file === undefined ? '{}' : (base[file] ?? '{}')) as {
    tools?: readonly { name: string; _operation?: { operationId?: string } }[];
  };
  return (parsed.tools ?? []).map(({ name, _operation }) => ({
    name,
    ...(_operation?.operationId === undefined ? {} : { operationId: _operation.operationId }),
  }));
}

function changedTools(
  { verb, operations }: OperationChange,
  known: readonly Known[],
  pinned: readonly string[],
) {
  const found = (name: string): Known | undefined =>
    known.find((one) => one.name === name || one.operationId === name);
  const names = known.map(({ name }) => name);
  if (verb === 'add') {
    const twice = operations.find((name) => found(name) !== undefined);
    if (twice !== undefined) return refused(`${twice} is a tool already.`, 'Nothing has to be added.');
    return answers({ tools: listed([...names, ...operations]) });
  }
  const unknown = operations.find((name) => found(name) === undefined);
  if (unknown !== undefined) return notThere(unknown, names);
  const gone = new Set(operations.map((name) => found(name)?.name));
  const left = names.filter((name) => !gone.has(name));
  if (left.length === 0) return refused('No tool would be left.', 'Keep one of them.');
  const called = new Set([...operations, ...gone]);
  return answers({
    tools: listed(left),
    ...(pinned.length === 0 ? {} : { pin: pinned.filter((name) => !called.has(name)) }),
  });
}

/** Every operation can be called there as it is; a pinned one is a tool of its own too. */
function changedPins({ verb, operations }: OperationChange, pinned: readonly string[]) {
  if (verb === 'add') {
    const twice = operations.find((name) => pinned.includes(name));
    if (twice !== undefined)
      return refused(`${twice} is a tool of its own already.`, 'Nothing has to be added.');
    return answers({ pin: [...pinned, ...operations] });
  }
  const unknown = operations.find((name) => !pinned.includes(name));
  if (unknown !== undefined) {
    const fix = 'Choose fewer operations: create-mcp-server regenerate --set tools=tags:a,b';
    return refused(
      `${unknown} is no tool of its own: it is called through a search over all operations.`,
      fix,
    );
  }
  return answers({ pin: pinned.filter((name) => !operations.includes(name)) });
}

function changedFeatures(
  { verb, features }: FeatureChange,
  chosen: readonly string[],
  brought: readonly string[],
): Staged<Answers> {
  if (verb === 'add') {
    const twice = features.find((name) => chosen.includes(name) || brought.includes(name));
    if (twice !== undefined) return refused(`The project has ${twice} already.`, 'Nothing has to be added.');
    return answers({ feature: [...new Set([...chosen, ...features])] });
  }
  const unknown = features.find((name) => !chosen.includes(name));
  if (unknown !== undefined && brought.includes(unknown)) {
    return refused(`${unknown} is part of the project's preset.`, 'What a preset brings stays.');
  }
  if (unknown !== undefined) {
    const has = chosen.length === 0 ? 'It has none of its own.' : `It has ${chosen.join(', ')}.`;
    return refused(`${unknown} is not among the features that were added to this project.`, has);
  }
  return answers({ feature: chosen.filter((name) => !features.includes(name)) });
}

const listed = (names: readonly string[]): string => `operations:${[...new Set(names)].join(',')}`;
const answers = (value: Answers): Staged<Answers> => ({ ok: true, value, diagnostics: [] });
const refused = (message: string, fix: string): Staged<Answers> => ({
  ok: false,
  diagnostics: [problem('cli.value', message, { fix })],
});

function notThere(name: string, names: readonly string[]): Staged<Answers> {
  const near = didYouMean(name, names);
  return refused(
    `${name} is no tool of this project.`,
    near === undefined ? 'The README of the project lists its tools.' : `Did you mean ${near}?`,
  );
}
