/** A project in memory: generated, edited, regenerated. */
import { textTools } from '../../../src/format/one.js';
import { decide } from '../../../src/manage/decide/index.js';
import { hashOf } from '../../../src/manage/decide/content.js';
import type {
  Action,
  ConflictMode,
  Decision,
  DiskEntry,
  Facts,
  NextFile,
} from '../../../src/manage/decide/types.js';
import type { MergeTools } from '../../../src/manage/merge/index.js';
import type { ManifestFile } from '../../../src/stages.js';

export type Tree = Readonly<Record<string, string | Uint8Array | NextFile>>;

/** The real formatter and parsers. */
export const tools: MergeTools = textTools((path) =>
  path === 'pyproject.toml' ? '[tool.ruff]\nline-length = 88\n' : '',
);

export const formatted = (text: string): string | undefined => tools.format?.('a.py', text);

const encode = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text;

export function files(tree: Tree): Map<string, NextFile> {
  return new Map(
    Object.entries(tree).map(([path, file]) => [
      path,
      typeof file === 'string' || file instanceof Uint8Array
        ? { bytes: encode(file), owner: 'generated', mode: 0o644 }
        : file,
    ]),
  );
}

export const file = (text: string | Uint8Array, more: Partial<Omit<NextFile, 'bytes'>> = {}): NextFile => ({
  bytes: encode(text),
  owner: 'generated',
  mode: 0o644,
  ...more,
});

export function recordOf(tree: ReadonlyMap<string, NextFile>): ManifestFile[] {
  return [...tree].map(([path, { bytes, owner, mode }]) => ({ path, owner, mode, sha256: hashOf(bytes) }));
}

/** The hand edits of a case, on the disk of a project as it was generated. */
export class Disk {
  readonly entries = new Map<string, DiskEntry>();

  constructor(tree: ReadonlyMap<string, NextFile>) {
    for (const [path, { bytes, mode }] of tree) this.entries.set(path, { kind: 'file', bytes, mode });
  }
  text(path: string): string {
    const entry = this.entries.get(path);
    return entry?.kind === 'file' ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(entry.bytes) : '';
  }
  write(path: string, content: string | Uint8Array, mode = 0o644): this {
    this.entries.set(path, { kind: 'file', bytes: encode(content), mode });
    return this;
  }
  /** Replaces a text that must be there. */
  edit(path: string, from: string, to: string): this {
    const text = this.text(path);
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    return this.write(
      path,
      text.replace(from, () => to),
    );
  }
  remove(path: string): this {
    this.entries.delete(path);
    return this;
  }
  move(from: string, to: string): this {
    const entry = this.entries.get(from);
    if (entry !== undefined) this.entries.set(to, entry);
    return this.remove(from);
  }
  chmod(path: string, mode: number): this {
    return this.write(path, this.text(path), mode);
  }
  link(path: string, target: string): this {
    this.entries.set(path, { kind: 'link', target });
    return this;
  }
}

export interface Run {
  readonly facts: Facts;
  readonly decision: Decision;
  readonly after: Disk;
  readonly action: (path: string) => Action | undefined;
  readonly conflicts: readonly Action[];
}

export function regenerate(
  before: Tree,
  edit: (disk: Disk) => void,
  now: Tree,
  conflict: ConflictMode = 'markers',
): Run {
  const old = files(before);
  const disk = new Disk(old);
  edit(disk);
  const base = new Map([...old].map(([path, { bytes }]) => [path, bytes]));
  return runOn({ recorded: recordOf(old), base, disk: disk.entries, next: files(now) }, conflict);
}

export function runOn(facts: Facts, conflict: ConflictMode = 'markers'): Run {
  const decision = decide(facts, { ...tools, conflict });
  return {
    facts,
    decision,
    after: applied(facts.disk, decision),
    action: (path) => decision.actions.find((one) => one.path === path),
    conflicts: decision.actions.filter((one) => one.kind === 'conflict'),
  };
}

export const again = (run: Run): Run =>
  runOn({
    recorded: run.decision.recorded,
    base: run.decision.base,
    disk: run.after.entries,
    next: run.facts.next,
  });

function applied(disk: ReadonlyMap<string, DiskEntry>, decision: Decision): Disk {
  const after = new Disk(new Map());
  for (const [path, entry] of disk) after.entries.set(path, entry);
  for (const { remove } of decision.actions) if (remove !== undefined) after.remove(remove);
  for (const { write, parked } of decision.actions) {
    for (const one of [write, parked]) if (one !== undefined) after.write(one.path, one.bytes, one.mode);
  }
  return after;
}

/** Lines of `text` that are not in `base`, counted: a line that stands there twice must be there twice. */
function newLines(base: string, text: string): string[] {
  const counts = new Map<string, number>();
  for (const line of lines(base)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines(text).filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

const lines = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** A line is kept when it stands in the result, or when one line of the result has all its words: a comma or quotes may differ. */
function keeper(result: readonly string[]): (line: string) => boolean {
  const whole = new Set(result);
  const words = (line: string): string[] => line.match(/\w+/g) ?? [];
  let sets: Set<string>[] | undefined;
  return (line) => {
    if (whole.has(line)) return true;
    sets ??= result.map((one) => new Set(words(one)));
    const wanted = words(line);
    return wanted.length > 0 && sets.some((one) => wanted.every((word) => one.has(word)));
  };
}

/** Where a file on disk, or a generated one, came from: paths of the last manifest. */
function origins({ facts, decision }: Run): Map<string, string> {
  const out = new Map<string, string>();
  for (const one of facts.recorded) out.set(one.at ?? one.path, one.path);
  for (const one of decision.recorded) if (one.at !== undefined) out.set(one.at, one.path);
  for (const { path, from } of decision.actions) if (from !== undefined) out.set(path, from);
  return out;
}

/** A text and the same as the formatter leaves it: lines of either are no edit. */
const asFormatted = (text: string): string => `${text}\n${formatted(text) ?? ''}`;

/**
 * What a run lost without saying so: lines of the user, and lines that the generator brings. Empty when nothing is.
 * A line counts as kept when it stands in the file, beside it, or in a file that took its place.
 */
export function silentLosses(run: Run): string[] {
  const { facts, decision, after } = run;
  const out: string[] = [];
  const kept = keeper([...after.entries].flatMap(([path]) => lines(after.text(path))));
  const reported = new Set(
    decision.actions
      .filter((one) => one.parked !== undefined || one.notes.length > 0)
      .flatMap((one) => [one.path, one.from ?? '']),
  );
  const origin = origins(run);
  for (const [path, entry] of facts.disk) {
    if (entry.kind !== 'file' || reported.has(path)) continue;
    const mine = newLines(asFormatted(decode(facts.base.get(origin.get(path) ?? path))), decode(entry.bytes));
    for (const line of mine) if (!kept(line)) out.push(`yours, ${path}: ${line}`);
  }
  for (const [path, next] of facts.next) {
    const place = decision.recorded.find((one) => one.path === path)?.at ?? path;
    const was = decode(facts.base.get(origin.get(path) ?? path));
    const gone = facts.recorded.find((one) => one.path === path)?.deleted === true;
    if (gone || reported.has(place)) continue;
    const brings = newLines(asFormatted(was), decode(next.bytes));
    for (const line of brings) if (!kept(line)) out.push(`generated, ${path}: ${line}`);
  }
  return out;
}

/** A second run on the result has nothing to do, or refuses because markers are left. */
export function settles(run: Run): string[] {
  const second = again(run);
  if (second.decision.unsettled.length > 0) return [];
  return second.decision.actions
    .filter((one) => one.write !== undefined || one.remove !== undefined || one.parked !== undefined)
    .map((one) => `${one.kind} ${one.path}`);
}
