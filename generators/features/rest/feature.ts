import type { Feature } from '../../../src/plan/types.js';

/** The tools for programs that do not speak MCP. */
export const rest: Feature = {
  id: 'rest',
  targets: {
    python: {
      slots: { 'server.imports': 'from .rest import Rest', 'server.features': 'Rest(),' },
    },
    typescript: {
      slots: {
        'server.imports': "import { Rest } from './rest.js';",
        'server.features': 'new Rest(),',
      },
    },
    go: {
      uses: ['features'],
      slots: {
        'server.imports': '"mcp-package/internal/features/rest"',
        'server.features': 'rest.New,',
      },
    },
  },
};
