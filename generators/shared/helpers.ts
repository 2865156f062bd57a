import { envValue, hashComment } from '../../src/escape/data.js';
import { mdBlock, mdCode, mdJson, mdText } from '../../src/escape/markdown.js';
import type { Text } from '../../src/escape/text.js';
import type { JsonValue } from '../../src/model/types.js';
import type { SlotText } from '../../src/plan/types.js';

/** Stops a value that is not what its place in a file may hold. Always a mistake of ours. */
export function matching(kind: string, pattern: RegExp) {
  return (value: string): string => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new Error(`${JSON.stringify(value)} cannot be printed as a ${kind}.`);
  };
}

function int(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new Error(`${value} is no integer.`);
}

/** What a feature brings: it was escaped where it was written. */
export function slot(text: SlotText): string {
  if (typeof text?.slotText === 'string') return text.slotText;
  throw new Error('{{slot}} prints what a feature brings only.');
}

/** The helpers of files that projects of every language have, by kind of file. */
export const COMMON_HELPERS = {
  markdown: {
    slot,
    md: (text: Text) => mdText(text),
    mdblock: (text: Text) => mdBlock(text),
    mdcode: (text: Text) => mdCode(text),
    mdjson: (value: JsonValue) => mdJson(value),
    path: matching('path', /^[A-Za-z0-9._/{}*-]+$/),
  },
  env: { comment: (text: Text) => hashComment(text), envvalue: (text: Text) => envValue(text) },
  /** Makefile, Dockerfile, shell and workflow files: names that are safe everywhere, and integers. */
  plain: {
    slot,
    slug: matching('slug', /^[a-z][a-z0-9-]*$/),
    ident: matching('identifier', /^[A-Za-z_][A-Za-z0-9_]*$/),
    ver: matching('version', /^\d+(\.\d+)*(-[a-z0-9.]+)?$/),
    int,
  },
} as const;
