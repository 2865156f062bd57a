import type { Target } from '../../../src/plan/types.js';
import { projectTokens, SLOTS } from './additions.js';
import { checks } from './checks.js';
import { createContext } from './context.js';
import { HELPERS } from './helpers.js';
import { planFiles } from './plan.js';
import { runContract } from './run-contract.js';

/** Python with the official MCP SDK. */
export const pythonTarget: Target = {
  id: 'python',
  title: 'Python',
  slots: SLOTS,
  tokens: projectTokens,
  plan: (model, options, additions) => ({
    plan: planFiles(createContext(model, options, additions)),
    diagnostics: [],
  }),
  runContract,
  helpers: HELPERS,
  checks,
};
