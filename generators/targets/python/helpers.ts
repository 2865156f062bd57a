import { envValue, hashComment, tomlString } from '../../../src/escape/data.js';
import { mdBlock, mdCode, mdJson, mdText } from '../../../src/escape/markdown.js';
import { pyDocstring, pyString } from '../../../src/escape/python.js';
import type { Text } from '../../../src/escape/text.js';
import type { SlotText } from '../../../src/plan/types.js';
import type { JsonValue } from '../../../src/model/types.js';
import type { PyCode } from './code.js';

/** Stops a value that is not what its place in a file may hold. Always a mistake of ours. */
function matching(kind: string, pattern: RegExp) {
  return (value: string): string => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new Error(`${JSON.stringify(value)} cannot be printed as a ${kind}.`);
  };
}

function expr(value: PyCode): string {
  if (typeof value?.python === 'string') return value.python;
  throw new Error('{{expr}} prints Python code only.');
}

function slot(text: SlotText): string {
  if (typeof text?.slotText === 'string') return text.slotText;
  throw new Error('{{slot}} prints what a feature brings only.');
}

function int(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new Error(`${value} is no integer.`);
}

/** The helpers of each kind of file; a template may use those of its own kind only (a test holds this). */
export const HELPERS_OF = {
  python: {
    expr,
    slot,
    str: (text: Text) => pyString(text),
    doc: (text: Text, indent: number) => pyDocstring(text, indent),
    name: matching('name', /^[A-Za-z_][A-Za-z0-9_]*$/),
    module: matching('module', /^\.*[A-Za-z_]?[A-Za-z0-9_.]*$/),
  },
  toml: { toml: (text: Text) => tomlString(text), slot },
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

export const HELPERS: Readonly<Record<string, (...args: never[]) => string>> = Object.assign(
  {},
  ...Object.values(HELPERS_OF),
);
