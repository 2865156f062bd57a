import { type Action, type Decision, type DiskEntry, isQuiet } from './decide/types.js';
import { textOf } from './decide/content.js';
import { unifiedDiff } from './merge/result.js';
import { splitText } from './merge/text.js';

const WORDS: Readonly<Record<Action['kind'], string>> = {
  create: 'new',
  update: 'updated',
  merge: 'merged',
  conflict: 'CONFLICT',
  delete: 'removed',
  'record-deleted': 'deleted by you',
  'record-moved': 'moved by you',
  adopt: 'yours already',
  release: 'left to you',
  keep: 'kept',
  'keep-deleted': 'deleted by you',
  unchanged: 'unchanged',
};

/** One line per file that is not left alone, its notes below it. */
export function actionLines(decision: Decision, show: (text: string) => string): string[] {
  return decision.actions
    .filter((action) => !isQuiet(action))
    .flatMap((action) => {
      const from = action.from === undefined ? '' : ` (was ${show(action.from)})`;
      const head = `  ${WORDS[action.kind].padEnd(14)} ${show(action.path)}${from}`;
      const places = (action.conflicts ?? []).map(({ line }) => `line ${line}`);
      const notes = [
        ...(places.length === 0 ? [] : [`Both changed: ${places.join(', ')}.`]),
        ...action.notes,
      ];
      return [head, ...notes.map((note) => `${' '.repeat(17)}${show(note)}`)];
    });
}

/** The plan for programs. */
export function actionsJson(decision: Decision): Record<string, unknown>[] {
  return decision.actions
    .filter((action) => !isQuiet(action))
    .map(({ kind, path, from, parked, step, conflicts, notes }) => ({
      action: kind,
      path,
      ...(from === undefined ? {} : { from }),
      ...(parked === undefined ? {} : { parked: parked.path }),
      ...(step === undefined ? {} : { step }),
      conflicts: (conflicts ?? []).map(({ line, ours, theirs }) => ({
        line,
        yours: ours,
        generated: theirs,
      })),
      notes,
    }));
}

/** What would be written, as one unified diff. */
export function decisionDiff(decision: Decision, disk: ReadonlyMap<string, DiskEntry>): string[] {
  return decision.actions.flatMap(({ path, from, write, remove, parked }) => {
    const before = disk.get(from ?? path);
    const old = before?.kind === 'file' ? before.bytes : undefined;
    return [
      ...(write === undefined ? [] : fileDiff(from ?? path, old, write.path, write.bytes)),
      ...(remove === undefined || write !== undefined ? [] : fileDiff(path, old, undefined, undefined)),
      ...(parked === undefined ? [] : fileDiff(undefined, undefined, parked.path, parked.bytes)),
    ];
  });
}

function fileDiff(
  oldPath: string | undefined,
  old: Uint8Array | undefined,
  newPath: string | undefined,
  now: Uint8Array | undefined,
): string[] {
  const lines = (bytes: Uint8Array | undefined): readonly string[] | undefined => {
    const text = bytes === undefined ? '' : textOf(bytes);
    return text === undefined ? undefined : splitText(text).lines;
  };
  const [before, after] = [lines(old), lines(now)];
  const head = [
    `--- ${old === undefined || oldPath === undefined ? '/dev/null' : `a/${oldPath}`}`,
    `+++ ${newPath === undefined ? '/dev/null' : `b/${newPath}`}`,
  ];
  if (before === undefined || after === undefined) return [...head, 'Binary files differ'];
  const body = unifiedDiff(before, after);
  return body.length === 0 ? [] : [...head, ...body];
}
