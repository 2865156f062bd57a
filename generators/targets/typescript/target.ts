import type { Target } from '../../../src/plan/types.js';
import { checks } from './checks.js';
import { createContext } from './context.js';
import { HELPERS } from './helpers.js';
import { planFiles } from './plan.js';
import { runContract } from './run-contract.js';

/** TypeScript with the official MCP SDK. */
export const typescriptTarget: Target = {
  id: 'typescript',
  title: 'TypeScript',
  slots: [],
  tokens: () => ({}),
  plan: (model, options) => ({ plan: planFiles(createContext(model, options)), diagnostics: [] }),
  runContract,
  helpers: HELPERS,
  checks,
};
