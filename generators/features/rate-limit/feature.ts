import type { Feature } from '../../../src/plan/types.js';

/** One limit per client, however many replicas there are. */
export const rateLimit: Feature = {
  id: 'rate-limit',
  targets: {
    python: {
      dependencies: ['redis>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: [
        {
          name: 'MCP_REDIS_URL',
          about:
            'Redis for what replicas share, such as redis://127.0.0.1:6379/0; without it each process is on its own',
          value: '',
        },
      ],
      slots: { 'server.imports': 'from .rate_limit import RateLimit', 'server.features': 'RateLimit(),' },
    },
  },
};
