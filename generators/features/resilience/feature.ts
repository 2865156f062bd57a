import type { Feature, FeatureVariable } from '../../../src/plan/types.js';

const VARIABLES: readonly FeatureVariable[] = [
  { name: 'MCP_RETRIES', about: 'Further tries of a request that may be repeated', value: '2' },
  {
    name: 'MCP_RETRY_BUDGET',
    about: 'Most retries as a share of all requests, so that they cannot become a storm',
    value: '0.2',
  },
  {
    name: 'MCP_BREAKER_FAILURES',
    about: 'Failures in a row after which the API is left alone',
    value: '5',
  },
  { name: 'MCP_BREAKER_SECONDS', about: 'For how long it is left alone', value: '30' },
  { name: 'MCP_BULKHEAD', about: 'Requests to the API at the same time', value: '50' },
  { name: 'MCP_BULKHEAD_SECONDS', about: 'How long a request waits for its turn', value: '5' },
];

/** What stands between a server and an API that has a bad day. */
export const resilience: Feature = {
  id: 'resilience',
  targets: {
    python: {
      variables: VARIABLES,
      slots: {
        'server.imports': 'from .resilience import Resilience',
        'server.features': 'Resilience(),',
      },
    },
    typescript: {
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Resilience } from './resilience.js';",
        'server.features': 'new Resilience(),',
      },
    },
    go: {
      dependencies: ['github.com/sony/gobreaker/v2'],
      uses: ['features'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/resilience"',
        'server.features': 'resilience.New,',
      },
    },
  },
};
