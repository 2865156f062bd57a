import { slotTexts } from '../../shared/additions.js';
import type { Context } from './context.js';

/**
 * Where presets and features print into the base templates.
 * - `server.imports`, `server.features`: `import { Cache } from './cache.js';` and `new Cache(),`, in `src/features/index.ts`;
 * - `make.targets`: whole rules, each with its `.PHONY`; `readme.sections`: from `##` on;
 * - `tests.environment`: `MCP_X: '1',`, what the tests set besides.
 */
export const SLOTS = [
  'server.imports',
  'server.features',
  'make.targets',
  'readme.sections',
  'tests.environment',
] as const;

/** Whether something stands around the tools. */
export const hasFeatures = ({ additions }: Context): boolean =>
  slotTexts(additions, 'server.features').length > 0;

/** `ioredis@^5.11.0` as package.json has it. */
export const packagesOf = (named: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    named.map((one) => [one.slice(0, one.lastIndexOf('@')), one.slice(one.lastIndexOf('@') + 1)] as const),
  );
