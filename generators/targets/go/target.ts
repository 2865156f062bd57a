import type { Target } from '../../../src/plan/types.js';
import { checks } from './checks.js';
import { createContext, programOf } from './context.js';
import { HELPERS } from './helpers.js';
import { planFiles } from './plan.js';
import { runContract } from './run-contract.js';

/** Go with the official MCP SDK. */
export const goTarget: Target = {
  id: 'go',
  title: 'Go',
  slots: ['make.targets', 'readme.sections'],
  tokens: (_, { slug }) => ({ 'mcp-package': programOf(slug) }),
  plan: (model, options, additions) => ({
    plan: planFiles(createContext(model, options, additions)),
    diagnostics: [],
  }),
  runContract,
  helpers: HELPERS,
  checks,
};
