import type { Feature } from '../../../src/plan/types.js';

/** Answers that are asked for again. */
export const cache: Feature = {
  id: 'cache',
  targets: {
    python: {
      dependencies: ['redis>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: [
        {
          name: 'MCP_CACHE_SECONDS',
          about: 'How long an answer is kept, unless the API says otherwise',
          value: '60',
        },
        {
          name: 'MCP_CACHE_OPERATIONS',
          about: 'Other times for single operations, 0 for never: GET /books=300,GET /cart=0',
          value: '',
        },
        { name: 'MCP_CACHE_MB', about: 'Room for answers in the memory of a process', value: '64' },
        {
          name: 'MCP_REDIS_URL',
          about:
            'Redis for what replicas share, such as redis://127.0.0.1:6379/0; without it each process is on its own',
          value: '',
        },
      ],
      slots: {
        'server.imports': 'from .cache import Cache',
        'server.features': 'Cache(),',
      },
    },
  },
};
