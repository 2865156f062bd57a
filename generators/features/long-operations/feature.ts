import type { Feature, FeatureVariable } from '../../../src/plan/types.js';
import { NODE_REDIS, REDIS_URL } from '../../shared/neutral.js';

const VARIABLES: readonly FeatureVariable[] = [
  {
    name: 'MCP_OPERATION_SECONDS',
    about: 'How long the result of an operation is kept',
    value: '3600',
  },
  { name: 'MCP_OPERATIONS', about: 'Operations that one process runs at the same time', value: '20' },
  REDIS_URL,
];

/** Calls that take longer than a client waits. */
export const longOperations: Feature = {
  id: 'long-operations',
  targets: {
    python: {
      dependencies: ['redis[hiredis]>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: VARIABLES,
      slots: { 'server.imports': 'from .operations import Operations', 'server.features': 'Operations(),' },
    },
    typescript: {
      ...NODE_REDIS,
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Operations } from './operations.js';",
        'server.features': 'new Operations(),',
      },
    },
    go: {
      dependencies: ['github.com/redis/go-redis/v9'],
      uses: ['features', 'redis'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/longoperations"',
        'server.features': 'longoperations.New,',
      },
    },
  },
};
