import type { Target } from '../../../src/plan/types.js';
import { SLOTS } from './additions.js';
import { checks } from './checks.js';
import { createContext, distributionOf } from './context.js';
import { HELPERS } from './helpers.js';
import { planFiles } from './plan.js';
import { runContract } from './run-contract.js';

/** TypeScript with the official MCP SDK. */
export const typescriptTarget: Target = {
  id: 'typescript',
  title: 'TypeScript',
  slots: SLOTS,
  tokens: (_, { slug }) => ({ 'mcp-package': distributionOf(slug) }),
  plan: (model, options, additions) => ({
    plan: planFiles(createContext(model, options, additions)),
    diagnostics: [],
  }),
  runContract,
  helpers: HELPERS,
  checks,
};
