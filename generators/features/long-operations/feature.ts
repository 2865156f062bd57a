import type { Feature } from '../../../src/plan/types.js';

/** Calls that take longer than a client waits. */
export const longOperations: Feature = {
  id: 'long-operations',
  targets: {
    python: {
      dependencies: ['redis>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: [
        {
          name: 'MCP_OPERATION_SECONDS',
          about: 'How long the result of an operation is kept',
          value: '3600',
        },
        { name: 'MCP_OPERATIONS', about: 'Operations that one process runs at the same time', value: '20' },
        {
          name: 'MCP_REDIS_URL',
          about:
            'Redis for what replicas share, such as redis://127.0.0.1:6379/0; without it each process is on its own',
          value: '',
        },
      ],
      slots: { 'server.imports': 'from .operations import Operations', 'server.features': 'Operations(),' },
    },
  },
};
