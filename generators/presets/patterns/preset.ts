import type { FileEntry, PartSurroundings, Preset } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

const OWN = ['src/mcp_package/custom_tools.py', 'tests/test_custom_tools.py'];

/** Tools to begin with: their owner's from the first day. */
const ownFiles = ({ tokens }: PartSurroundings): readonly FileEntry[] =>
  OWN.map((path) => ({
    kind: 'copy',
    path: path.replace('mcp_package', tokens['mcp_package'] ?? ''),
    source: `presets/patterns/python/own/${path}`,
    replace: tokens,
    owner: 'once',
  }));

/** The architecture patterns for production: what each of them asks for, from the first start on. */
export const patterns: Preset = {
  id: 'patterns',
  features: ['observability', 'rate-limit', 'health', 'shutdown'],
  targets: {
    python: {
      defaults: { MCP_RATE_LIMIT: '1/10' },
      openWith: { MCP_RATE_LIMIT: 'off' },
      slots: {
        'server.imports': 'from .health_checks import HealthChecks',
        'server.features': 'HealthChecks(),',
        'tests.environment': '"MCP_RATE_LIMIT": "off",',
      },
      checklist: PYTHON_CHECKLIST,
      plan: (_model, _options, surroundings) => ownFiles(surroundings),
    },
  },
};
