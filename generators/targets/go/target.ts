import type { Target } from '../../../src/plan/types.js';
import { checks } from './checks.js';
import { createContext, programOf } from './context.js';
import { HELPERS } from './helpers.js';
import { planFiles } from './plan.js';
import { runContract } from './run-contract.js';

/**
 * Where features print into the base templates.
 * - `server.imports`, `server.features`: `"mcp-package/internal/features/cache"` and `cache.New,`, in `internal/features/features.go`;
 * - `make.targets`: whole rules, each with its `.PHONY`; `readme.sections`: from `##` on;
 * - `tests.environment`: `"MCP_X": "1",`, what the tests set besides.
 */
const SLOTS = [
  'server.imports',
  'server.features',
  'make.targets',
  'readme.sections',
  'tests.environment',
] as const;

/** Go with the official MCP SDK. */
export const goTarget: Target = {
  id: 'go',
  title: 'Go',
  slots: SLOTS,
  tokens: (_, { slug }) => ({ 'mcp-package': programOf(slug) }),
  plan: (model, options, additions) => ({
    plan: planFiles(createContext(model, options, additions)),
    diagnostics: [],
  }),
  runContract,
  helpers: HELPERS,
  checks,
};
