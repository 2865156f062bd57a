import type { Feature, FeatureVariable } from '../../../src/plan/types.js';
import { NODE_REDIS, REDIS_URL } from '../../shared/neutral.js';

const VARIABLES: readonly FeatureVariable[] = [REDIS_URL];

/** One limit per client, however many replicas there are. */
export const rateLimit: Feature = {
  id: 'rate-limit',
  targets: {
    python: {
      dependencies: ['redis[hiredis]>=6,<9'],
      devDependencies: ['fakeredis[lua]>=2.30,<3'],
      uses: ['redis'],
      variables: VARIABLES,
      slots: { 'server.imports': 'from .rate_limit import RateLimit', 'server.features': 'RateLimit(),' },
    },
    typescript: {
      ...NODE_REDIS,
      variables: VARIABLES,
      slots: {
        'server.imports': "import { RateLimit } from './rate-limit.js';",
        'server.features': 'new RateLimit(),',
      },
    },
    go: {
      dependencies: ['github.com/redis/go-redis/v9'],
      uses: ['features', 'redis'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/ratelimit"',
        'server.features': 'ratelimit.New,',
      },
    },
  },
};
