import { goComment, goString } from '../../../src/escape/go.js';
import type { Text } from '../../../src/escape/text.js';
import { COMMON_HELPERS, matching, slot } from '../../shared/helpers.js';
import type { GoCode } from './code.js';

function expr(value: GoCode): string {
  if (typeof value?.go === 'string') return value.go;
  throw new Error('{{expr}} prints Go code only.');
}

/** The helpers of each kind of file; a template may use those of its own kind only (a test holds this). */
export const HELPERS_OF = {
  go: {
    expr,
    slot,
    str: (text: Text) => goString(text),
    doc: (text: Text) => goComment(text),
    name: matching('name', /^[A-Za-z_][A-Za-z0-9_]*$/),
    slug: COMMON_HELPERS.plain.slug,
  },
  ...COMMON_HELPERS,
} as const;

export const HELPERS: Readonly<Record<string, (...args: never[]) => string>> = Object.assign(
  {},
  ...Object.values(HELPERS_OF),
);
