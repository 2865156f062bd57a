/**
 * Three-way merge of one text file: what was generated (`base`), what the user made of it (`ours`), what is generated
 * now (`theirs`). Each step is tried only where the one before it leaves a conflict.
 */
import { mergeByName, type Note } from './by-name.js';
import { type Chunk, isClean, mergeLines } from './merge3.js';
import { repeatedKeys, type Splitter } from './pieces.js';
import { type Conflict, type ConflictStyle, conflictSize, rejectedText, renderChunks } from './result.js';
import { splitterFor } from './split/index.js';
import { joinText, mergeShapes, splitSides, type SplitText, splitText } from './text.js';
import { settleWords } from './words.js';

export type { Note } from './by-name.js';
export type { Conflict, ConflictStyle } from './result.js';

export interface MergeTools {
  /** The text as the language's formatter writes it; `undefined` where there is none or the text does not parse. */
  readonly format?: (path: string, text: string) => string | undefined;
  /** False for a text that is not what its name says. */
  readonly parses?: (path: string, text: string) => boolean;
}

export type MergeStep =
  | 'unchanged'
  | 'yours'
  | 'generated'
  | 'lines'
  | 'formatted'
  | 'names'
  | 'words'
  | 'adjacent'
  | 'conflict';

export interface MergeResult {
  readonly text: string;
  readonly step: MergeStep;
  readonly conflicts: readonly Conflict[];
  readonly notes: readonly Note[];
  /** With style `rej`: what was left out of `text`. */
  readonly rejected?: string;
}

interface Candidate {
  readonly step: MergeStep;
  readonly chunks: readonly Chunk[];
  readonly notes: readonly Note[];
}

interface Texts {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export function mergeText(
  path: string,
  base: string,
  ours: string,
  theirs: string,
  tools: MergeTools = {},
  style: ConflictStyle = 'markers',
): MergeResult {
  const done = (text: string, step: MergeStep): MergeResult => ({ text, step, conflicts: [], notes: [] });
  if (ours === theirs) return done(ours, 'unchanged');
  if (ours === base) return done(theirs, 'generated');
  if (theirs === base) return done(ours, 'yours');
  const parts = splitSides({ base, ours, theirs });
  const shape = mergeShapes(parts.base, parts.ours, parts.theirs);
  const best = climb(path, parts, tools);
  const { lines, conflicts } = renderChunks(best.chunks, style);
  const step = conflicts.length > 0 ? 'conflict' : best.step;
  const result: MergeResult = { text: joinText(shape, lines), step, conflicts, notes: best.notes };
  return conflicts.length > 0 && style === 'rej'
    ? { ...result, rejected: rejectedText(path, conflicts) }
    : result;
}

/** The first step that gives a sound merge without a conflict; else the candidate with the least to settle. */
function climb(path: string, parts: Record<keyof Texts, SplitText>, tools: MergeTools): Candidate {
  const texts: Texts = { base: parts.base.lines, ours: parts.ours.lines, theirs: parts.theirs.lines };
  const sound = soundness(path, texts, tools);
  const tried: Candidate[] = [];
  for (const candidate of candidates(path, texts, tools)) {
    if (isClean(candidate.chunks) && sound(candidate.chunks)) return candidate;
    tried.push(candidate);
  }
  const open = tried.filter((candidate) => !isClean(candidate.chunks));
  const [least] = open.sort((p, q) => conflictSize(p.chunks) - conflictSize(q.chunks));
  return least ?? whole(texts);
}

/** Every step ended in a text that is broken although both sides were sound: nothing less than all of it is to be settled. */
const whole = ({ base, ours, theirs }: Texts): Candidate => ({
  step: 'conflict',
  chunks: [{ kind: 'conflict', ours, base, theirs }],
  notes: [],
});

function* candidates(path: string, texts: Texts, tools: MergeTools): Generator<Candidate> {
  const { base, ours, theirs } = texts;
  yield { step: 'lines', chunks: mergeLines(base, ours, theirs), notes: [] };
  const formatted = formattedTexts(path, texts, tools);
  if (formatted !== undefined) {
    const chunks = mergeLines(formatted.base, formatted.ours, formatted.theirs);
    yield { step: 'formatted', chunks, notes: [] };
  }
  const splitter = splitterFor(path);
  if (splitter !== undefined) {
    yield* byName(splitter, texts);
    if (formatted !== undefined) yield* byName(splitter, formatted);
  }
  const chunks = mergeLines(base, ours, theirs, 'adjacent');
  yield* andByWords({ step: 'adjacent', chunks, notes: [{ kind: 'adjacent', what: path }] });
}

function* andByWords(candidate: Candidate): Generator<Candidate> {
  yield candidate;
  const notes = [...candidate.notes];
  yield { step: 'words', chunks: settleWords(candidate.chunks, notes), notes };
}

function* byName(splitter: Splitter, { base, ours, theirs }: Texts): Generator<Candidate> {
  const [b, o, t] = [splitter(base), splitter(ours), splitter(theirs)];
  if (b === undefined || o === undefined || t === undefined) return;
  const notes: Note[] = [];
  const chunks = mergeByName(b, o, t, notes);
  yield* andByWords({ step: 'names', chunks, notes });
}

/** A user who ran a formatter changed every line; against the base as the formatter leaves it, only the edits remain. */
function formattedTexts(path: string, texts: Texts, { format }: MergeTools): Texts | undefined {
  if (format === undefined) return undefined;
  const apply = (lines: readonly string[]): readonly string[] | undefined => {
    const text = format(path, joinText({ bom: false, eol: '\n', finalNewline: true }, lines));
    return text === undefined ? undefined : splitText(text).lines;
  };
  const base = apply(texts.base);
  const theirs = apply(texts.theirs);
  return base === undefined || theirs === undefined ? undefined : { base, ours: texts.ours, theirs };
}

/** A merge that was clean line by line can still be broken: the same key twice, half of a bracket. */
function soundness(
  path: string,
  texts: Texts,
  { parses }: MergeTools,
): (chunks: readonly Chunk[]) => boolean {
  const splitter = splitterFor(path);
  const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
  const repeated = (lines: readonly string[]): string[] => repeatedKeys(splitter?.(lines) ?? []);
  const parsed = (lines: readonly string[]): boolean => parses === undefined || parses(path, text(lines));
  return (chunks) => {
    const merged = renderChunks(chunks, 'markers').lines;
    const allowed = new Set([...repeated(texts.ours), ...repeated(texts.theirs)]);
    if (repeated(merged).some((key) => !allowed.has(key))) return false;
    return parsed(merged) || !parsed(texts.ours) || !parsed(texts.theirs);
  };
}
