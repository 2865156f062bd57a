import { bytesOf, textOf } from './content.js';
import { carryEdits } from './carry-edits.js';
import type { Action, DecideOptions, Facts } from './types.js';

/**
 * Second pass over the actions: a file that is no longer generated but was edited gives its edits to the new files that
 * took over its parts, if every edit finds its place there and the results parse.
 */
export function followSplits(
  actions: readonly Action[],
  facts: Facts,
  { parses }: Pick<DecideOptions, 'parses'>,
): readonly Action[] {
  const sources = actions.filter((one) => one.kind === 'conflict' && isDropped(one.path, facts));
  const written = new Map(actions.filter((one) => one.kind === 'create').map((one) => [one.path, one]));
  if (sources.length === 0 || written.size === 0) return actions;
  const changed = new Map<string, Action>();
  for (const source of sources) {
    const current = (path: string): Action | undefined => changed.get(path) ?? written.get(path);
    const fresh = [...written.keys()].flatMap((path) => {
      const text = textOf(current(path)?.write?.bytes ?? new Uint8Array());
      return text !== undefined && extension(path) === extension(source.path) ? [[path, text] as const] : [];
    });
    const carried = carry(source.path, facts, new Map(fresh));
    if (carried === undefined) continue;
    const broken = [...carried.texts].some(([path, text]) => parses?.(path, text) === false);
    if (broken) continue;
    for (const [path, text] of carried.texts) {
      const before = current(path);
      if (before?.write !== undefined) changed.set(path, withEdits(before, path, text, source.path));
    }
    const notes = [`Your edits went to where its parts are now: ${carried.moved.join(', ')}.`];
    changed.set(source.path, { kind: 'delete', path: source.path, remove: source.path, notes });
  }
  return actions.map((one) => changed.get(one.path) ?? one);
}

const extension = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? '';

function isDropped(path: string, facts: Facts): boolean {
  const recorded = facts.recorded.find((one) => (one.at ?? one.path) === path);
  return recorded !== undefined && !facts.next.has(recorded.path);
}

function carry(
  path: string,
  facts: Facts,
  fresh: ReadonlyMap<string, string>,
): ReturnType<typeof carryEdits> {
  const recorded = facts.recorded.find((one) => (one.at ?? one.path) === path);
  const entry = facts.disk.get(path);
  const stored = recorded === undefined ? undefined : facts.base.get(recorded.path);
  if (entry?.kind !== 'file' || stored === undefined) return undefined;
  const [base, ours] = [textOf(stored), textOf(entry.bytes)];
  return base === undefined || ours === undefined ? undefined : carryEdits(path, base, ours, fresh);
}

function withEdits(before: Action, path: string, text: string, from: string): Action {
  const write = { path, bytes: bytesOf(text), mode: before.write?.mode ?? 0o644 };
  const notes = [...before.notes, `It has edits that you made in ${from}: please look.`];
  return { ...before, kind: 'merge', write, step: 'names', notes: [...new Set(notes)] };
}
