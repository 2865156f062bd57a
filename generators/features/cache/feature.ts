import type { Feature, FeatureVariable } from '../../../src/plan/types.js';
import { NODE_REDIS, REDIS_URL } from '../../shared/neutral.js';

const VARIABLES: readonly FeatureVariable[] = [
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
  REDIS_URL,
];

/** Answers that are asked for again. */
export const cache: Feature = {
  id: 'cache',
  targets: {
    python: {
      dependencies: ['redis[hiredis]>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: VARIABLES,
      slots: {
        'server.imports': 'from .cache import Cache',
        'server.features': 'Cache(),',
      },
    },
    typescript: {
      ...NODE_REDIS,
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Cache } from './cache.js';",
        'server.features': 'new Cache(),',
      },
    },
    go: {
      dependencies: ['github.com/redis/go-redis/v9'],
      uses: ['features', 'redis'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/cache"',
        'server.features': 'cache.New,',
      },
    },
  },
};
