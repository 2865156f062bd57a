import { tomlString } from '../../../src/escape/data.js';
import { pyDocstring, pyString } from '../../../src/escape/python.js';
import type { Text } from '../../../src/escape/text.js';
import { COMMON_HELPERS, matching, slot } from '../../shared/helpers.js';
import type { PyCode } from './code.js';

function expr(value: PyCode): string {
  if (typeof value?.python === 'string') return value.python;
  throw new Error('{{expr}} prints Python code only.');
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
  toml: {
    toml: (text: Text) => tomlString(text),
    tomls: (texts: readonly Text[]) => texts.map(tomlString).join(', '),
    slot,
  },
  ...COMMON_HELPERS,
} as const;

export const HELPERS: Readonly<Record<string, (...args: never[]) => string>> = Object.assign(
  {},
  ...Object.values(HELPERS_OF),
);
