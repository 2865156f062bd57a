import type { Feature } from '../../../src/plan/types.js';

/** `/ready`, for load balancers and orchestrators. */
export const health: Feature = {
  id: 'health',
  targets: {
    python: {
      variables: [
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
      ],
      slots: { 'server.imports': 'from .health import Health', 'server.features': 'Health(),' },
    },
  },
};
