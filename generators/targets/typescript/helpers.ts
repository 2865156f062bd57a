import type { Text } from '../../../src/escape/text.js';
import { tsDoc } from '../../../src/escape/typescript.js';
import { COMMON_HELPERS, matching, slot } from '../../shared/helpers.js';
import type { TsCode } from './code.js';

function expr(value: TsCode): string {
  if (typeof value?.ts === 'string') return value.ts;
  throw new Error('{{expr}} prints TypeScript only.');
}

/** The helpers of each kind of file; a template may use those of its own kind only (a test holds this). */
export const HELPERS_OF = {
  typescript: {
    expr,
    slot,
    doc: (text: Text, indent: number) => tsDoc(text, indent),
    name: matching('name', /^[A-Za-z_$][A-Za-z0-9_$]*$/),
    module: matching('module', /^[@A-Za-z0-9_./-]+$/),
    slug: matching('slug', /^[a-z][a-z0-9-]*$/),
  },
  ...COMMON_HELPERS,
} as const;

export const HELPERS: Readonly<Record<string, (...args: never[]) => string>> = Object.assign(
  {},
  ...Object.values(HELPERS_OF),
);
