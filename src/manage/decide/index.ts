/** Decides, in memory, what a regeneration does to every file. Nothing is read or written here. */
import type { ManifestFile } from '../../stages.js';
import { markerLine } from '../merge/result.js';
import { splitText } from '../merge/text.js';
import { sameBytes, textOf } from './content.js';
import { decideFile, type Park } from './file.js';
import { followSplits } from './follow-splits.js';
import { matchFiles, type Tracked } from './match.js';
import type { Action, Decision, DecideOptions, Facts } from './types.js';

export function decide(facts: Facts, options: DecideOptions): Decision {
  const files = matchFiles(facts);
  const context = { facts, options, park: parking(facts) };
  const actions: Action[] = [];
  const recorded: ManifestFile[] = [];
  const base = new Map<string, Uint8Array>();
  for (const one of files) {
    const outcome = decideFile(one, context);
    if (outcome === undefined) continue;
    actions.push(outcome.action);
    if (outcome.recorded === undefined) continue;
    recorded.push(outcome.recorded);
    const keep = outcome.base !== undefined && outcome.recorded.owner !== 'once';
    if (keep && outcome.base !== undefined) base.set(outcome.recorded.path, outcome.base);
  }
  return {
    actions: followSplits(actions, facts, options),
    recorded,
    base,
    unsettled: unsettled(files, facts),
  };
}

function parking(facts: Facts): Park {
  const taken = new Set<string>();
  return (path, suffix, bytes) => {
    for (let n = 1; ; n++) {
      const name = n === 1 ? path + suffix : `${path}${suffix}.${n}`;
      const entry = facts.disk.get(name);
      const same = entry?.kind === 'file' && sameBytes(entry.bytes, bytes);
      if (taken.has(name) || facts.next.has(name) || (entry !== undefined && !same)) continue;
      taken.add(name);
      return name;
    }
  };
}

function unsettled(files: readonly Tracked[], facts: Facts): { path: string; line: number }[] {
  return files.flatMap(({ recorded, place }) => {
    const entry = facts.disk.get(place);
    if (recorded === undefined || recorded.owner === 'once' || entry?.kind !== 'file') return [];
    const line = markersIn(entry.bytes);
    const base = facts.base.get(recorded.path);
    if (line === undefined || (base !== undefined && markersIn(base) !== undefined)) return [];
    return [{ path: place, line }];
  });
}

function markersIn(bytes: Uint8Array): number | undefined {
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('<<<<<<<')) return undefined;
  const text = textOf(bytes);
  return text === undefined ? undefined : markerLine(splitText(text).lines);
}
