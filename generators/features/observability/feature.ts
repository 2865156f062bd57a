import type { Feature, FeatureVariable } from '../../../src/plan/types.js';

const VARIABLES: readonly FeatureVariable[] = [
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    about: 'Where traces go, such as http://127.0.0.1:4318; none are made without it',
    value: '',
  },
  { name: 'OTEL_SERVICE_NAME', about: 'Name of this server in traces', value: 'its command' },
  {
    name: 'MCP_AUDIT',
    about: 'all: a line for every call; writes: for calls that may change something; off',
    value: 'writes',
  },
  { name: 'MCP_METRICS', about: 'off: no /metrics', value: 'on' },
];

/** What a server tells those who run it. */
export const observability: Feature = {
  id: 'observability',
  targets: {
    python: {
      dependencies: [
        'opentelemetry-exporter-otlp-proto-http>=1.30,<2',
        'opentelemetry-sdk>=1.30,<2',
        'prometheus-client>=0.22,<1',
        'structlog>=25,<27',
      ],
      variables: VARIABLES,
      slots: {
        'server.imports': 'from .observability import Observability',
        'server.features': 'Observability(),',
      },
    },
    typescript: {
      dependencies: [
        '@opentelemetry/api@^1.9.0',
        '@opentelemetry/exporter-trace-otlp-http@^0.223.0',
        '@opentelemetry/resources@^2.12.0',
        '@opentelemetry/sdk-trace-node@^2.12.0',
        'prom-client@^15.1.3',
      ],
      variables: VARIABLES,
      slots: {
        'server.imports': "import { Observability } from './observability.js';",
        'server.features': 'new Observability(),',
      },
    },
    go: {
      dependencies: ['github.com/prometheus/client_golang'],
      uses: ['features'],
      variables: VARIABLES,
      slots: {
        'server.imports': '"mcp-package/internal/features/observability"',
        'server.features': 'observability.New,',
      },
    },
  },
};
