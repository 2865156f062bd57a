import type { Feature, FeatureVariable } from '../../../src/plan/types.js';

const VARIABLES: readonly FeatureVariable[] = [
  {
    name: 'MCP_DRAIN_SECONDS',
    about: 'Seconds after SIGTERM in which HTTP is still served; 5 behind a load balancer, for it to notice',
    value: '0',
  },
  { name: 'MCP_GRACE_SECONDS', about: 'Seconds that running calls have then, 8 at least', value: '8' },
];

/** How a server leaves without anybody noticing. */
export const shutdown: Feature = {
  id: 'shutdown',
  targets: {
    python: {
      variables: VARIABLES,
      slots: { 'server.imports': 'from .shutdown import Shutdown', 'server.features': 'Shutdown(),' },
    },
    typescript: {
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Shutdown } from './shutdown.js';",
        'server.features': 'new Shutdown(),',
      },
    },
    go: {
      uses: ['features'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/shutdown"',
        'server.features': 'shutdown.New,',
      },
    },
  },
};
