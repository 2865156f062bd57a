import type { ChecklistPoint } from '../../../src/plan/types.js';
import { file, step, text } from '../../shared/proofs.js';

const TIERS = String.raw`src/{package}/tiers/\w+\.py`;
const FEATURE = String.raw`src/{package}/features/three_tier\.py`;
const TESTS = String.raw`tests/tiers/test_\w+\.py`;
const LOAD = String.raw`tests/load/__main__\.py`;
const DEPLOYMENT = String.raw`k8s/deployment\.yaml`;

/** What the engineering guide asks of a server for production, in its order. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  {
    says: 'Resources: status, capabilities and data by identifier',
    proofs: [
      text(FEATURE, '"status"'),
      text(FEATURE, '"capabilities"'),
      text(FEATURE, '://data/'),
      step('tests'),
    ],
  },
  {
    says: 'Tools answer {success, result, metadata} or {success, error, details, suggestions}',
    proofs: [text(TIERS, '"metadata": metadata'), text(TIERS, '"suggestions":'), step('tests')],
  },
  {
    says: 'Prompts lead through the tools that there are',
    proofs: [text(FEATURE, '_workflow'), text(TESTS, 'test_the_workflow_names_the_tools'), step('tests')],
  },
  {
    says: 'One registration makes a capability resource, tool and prompt',
    proofs: [
      text(TIERS, String.raw`server\.resource\(`),
      text(TIERS, String.raw`server\.prompt\(`),
      text(TESTS, 'test_a_capability_is_a_resource_a_tool_and_a_prompt'),
      step('tests'),
    ],
  },
  {
    says: 'Schemas of frames, objects and lists are discovered',
    proofs: [text(TIERS, '^def discover_schema'), text(TESTS, '^def test_a_frame_is_known'), step('tests')],
  },
  {
    says: 'Data are read only from allowed folders, up to a size',
    proofs: [
      text(TIERS, 'MCP_DATA_PATHS'),
      text(TIERS, 'MCP_DATA_MAX_MB'),
      text(TESTS, 'test_nothing_outside'),
      step('tests'),
    ],
  },
  { says: 'A container that runs without root', proofs: [text('Dockerfile', '^USER '), step('container')] },
  {
    says: 'Kubernetes: three replicas, 512 MiB to 1 GiB, 0.5 to 1 CPU, a liveness probe on /health',
    proofs: [
      text(DEPLOYMENT, 'replicas: 3'),
      text(DEPLOYMENT, 'memory: 512Mi'),
      text(DEPLOYMENT, 'memory: 1Gi'),
      text(DEPLOYMENT, 'cpu: 1000m'),
      text(DEPLOYMENT, String.raw`livenessProbe:\s+httpGet:\s+path: /health`),
    ],
  },
  {
    says: 'Metrics: calls, their times, calls that run',
    proofs: [
      text(String.raw`src/{package}/features/observability_metrics\.py`, 'mcp_request_duration_seconds'),
      step('tests'),
    ],
  },
  {
    says: 'The performance requirements are a test: 100 at once, p95 500 ms, p99 1,000 ms, 1 % errors, 1,024 MB',
    proofs: [
      file('tests/load/__main__.py'),
      text(LOAD, 'p95: float = 500'),
      text(LOAD, 'p99: float = 1000'),
      text(LOAD, 'error_rate: float = 0.01'),
      text(LOAD, 'memory: float = 1024'),
      text(LOAD, 'default=100'),
      text('Makefile', '^load-test:'),
    ],
  },
  { says: 'It runs over stdio and over HTTP', proofs: [step('mcp-stdio'), step('mcp-http')] },
];
