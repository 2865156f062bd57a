import type { ChecklistPoint } from '../../../src/plan/types.js';
import { file, step, text } from '../../shared/proofs.js';

const FEATURES = String.raw`src/{package}/features/\w+\.py`;
const TARGETS =
  'venv install activate serve test lint docs test-integration security-scan performance-test build container deploy test-contract test-security test-perf test-e2e'.split(
    ' ',
  );

/** The structure and the readiness checklist of the development guide. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  {
    says: 'The standard layout: main, server, tools with registry, tests of both, docs, Containerfile, CONTRIBUTING',
    proofs: [
      file('Containerfile'),
      file('CONTRIBUTING.md'),
      file('docs/index.md'),
      file('src/{package}/main.py'),
      file('src/{package}/server.py', 'src/{package}/server/__init__.py'),
      file('src/{package}/tools/tools.py'),
      file('src/{package}/tools/registry.py'),
      file('tests/test_main.py'),
      file('tests/test_tools.py'),
    ],
  },
  {
    says: 'Every make target of the guide is there',
    proofs: TARGETS.map((name) => text('Makefile', `^${name}:`)),
  },
  {
    says: 'Configuration: from the environment, typed and checked',
    proofs: [text(String.raw`src/{package}/config\.py`, 'env_prefix="MCP_"'), step('tests')],
  },
  {
    says: 'Security: authentication, scopes per tool, input validation',
    proofs: [
      text(FEATURES, String.raw`^def require_scope\(`),
      text(String.raw`src/{package}/runtime/tools\.py`, String.raw`check\.clean\(`),
      step('tests'),
    ],
  },
  {
    says: 'Observability: structured logs with correlation ids, metrics, health checks',
    proofs: [
      text(FEATURES, 'correlation_id='),
      text(FEATURES, String.raw`Route\("/metrics"`),
      text(FEATURES, String.raw`Route\("/ready"`),
      step('tests'),
    ],
  },
  {
    says: 'Errors are of a category: client, server, business',
    proofs: [text(String.raw`src/{package}/runtime/errors\.py`, '"business_error"'), step('tests')],
  },
  {
    says: 'Unit, integration, contract and end-to-end tests',
    proofs: [file('tests/test_contract.py'), file('tests/test_server.py'), step('tests')],
  },
  {
    says: 'Documentation: tools, runbook, troubleshooting',
    proofs: [file('docs/tools.md'), text(String.raw`docs/runbook\.md`, '^## What is wrong')],
  },
  {
    says: 'Performance: latency and throughput are tested',
    proofs: [
      text(String.raw`tests/load/__main__\.py`, 'p95: float = 500'),
      text('Makefile', String.raw`^performance-test:`),
    ],
  },
  {
    says: 'Resilience: circuit breaker, timeouts, retries',
    proofs: [
      text(FEATURES, '[Bb]reaker'),
      text(String.raw`src/{package}/runtime/retries\.py`, 'def '),
      step('tests'),
    ],
  },
  {
    says: 'Long-running operations have a start, a status and an end',
    proofs: [text(FEATURES, 'status'), file('src/{package}/features/operations.py'), step('tests')],
  },
  { says: 'It runs over stdio and over HTTP', proofs: [step('mcp-stdio'), step('mcp-http')] },
];
