import type { Preset } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

/** One file to read, with its test: for those who want to see how an MCP server is made. */
export const minimal: Preset = {
  id: 'minimal',
  features: [],
  targets: {
    python: {
      shape: 'one-file',
      leaveOut: ['.github/', 'server.json'],
      checklist: PYTHON_CHECKLIST,
    },
  },
};
