import type { Feature, FeatureVariable } from '../../../src/plan/types.js';

const VARIABLES: readonly FeatureVariable[] = [
  {
    name: 'MCP_READY_UPSTREAM',
    about: '1: not ready while the API cannot be reached; otherwise that is only reported',
    value: '',
  },
  {
    name: 'MCP_READY_SECONDS',
    about: 'How long the answer about what the server depends on is kept',
    value: '5',
  },
];

/** `/ready`, for load balancers and orchestrators. */
export const health: Feature = {
  id: 'health',
  targets: {
    python: {
      variables: VARIABLES,
      slots: { 'server.imports': 'from .health import Health', 'server.features': 'Health(),' },
    },
    typescript: {
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Health } from './health.js';",
        'server.features': 'new Health(),',
      },
    },
    go: {
      uses: ['features'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/health"',
        'server.features': 'health.New,',
      },
    },
  },
};
