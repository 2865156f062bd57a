import type { ChecklistPoint } from '../../../src/plan/types.js';
import { step, text } from '../../shared/proofs.js';

const FEATURES = String.raw`src/{package}/features/.*\.py`;
const RUNTIME = String.raw`src/{package}/runtime/.*\.py`;
const OWN = 'src/{package}/custom_tools\\.py';
const TESTS = String.raw`tests/.*\.py`;

const tests = step('tests');

/** What the architecture patterns ask for, section by section. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  {
    says: 'The server instance is made with the official SDK',
    proofs: [text(RUNTIME, String.raw`^from mcp\.server\.mcpserver import .*MCPServer`), step('types')],
  },
  {
    says: 'stdio and streamable HTTP; HTTP+SSE only as a note that it is deprecated',
    proofs: [
      text(RUNTIME, 'streamable-http'),
      text(RUNTIME, 'HTTP\\+SSE transport, deprecated'),
      step('mcp-stdio'),
      step('mcp-http'),
    ],
  },
  { says: 'A synchronous tool', proofs: [text(OWN, String.raw`^ +def \w+\(`), tests] },
  { says: 'An asynchronous tool', proofs: [text(OWN, String.raw`^ +async def \w+\(\)`), tests] },
  { says: 'A tool with the context of the call', proofs: [text(OWN, String.raw`ctx: Context\b`), tests] },
  {
    says: 'Input is checked before anything is called',
    proofs: [
      text(RUNTIME, String.raw`operation\.check\.clean\(arguments\)`),
      text(OWN, 'Field\\(ge='),
      tests,
    ],
  },
  {
    says: 'What fails is logged; the model is told what it can change, and no internals',
    proofs: [text(RUNTIME, '^def unexpected\\('), tests],
  },
  {
    says: 'Authorization by MCP_SERVER_TOKEN, compared in constant time',
    proofs: [text(RUNTIME, 'MCP_SERVER_TOKEN'), text(RUNTIME, String.raw`hmac\.compare_digest`), tests],
  },
  {
    says: '60 requests a minute sustained, 10 at once, per client',
    proofs: [
      text(RUNTIME, '"MCP_RATE_LIMIT": "1/10"'),
      text(TESTS, 'test_a_client_may_send_60_a_minute_and_10_at_once'),
      tests,
    ],
  },
  {
    says: 'GET /health says healthy or degraded, with a check for each dependency',
    proofs: [text(FEATURES, 'Route\\("/health"'), text(FEATURES, '"degraded"'), tests],
  },
  {
    says: 'Metrics of calls and their times, by tool and outcome',
    proofs: [text(FEATURES, 'Route\\("/metrics"'), text(FEATURES, '\\["tool", "outcome"\\]'), tests],
  },
  {
    says: 'SIGTERM: running calls are answered, then the server ends',
    proofs: [text(FEATURES, 'async def draining'), text(RUNTIME, 'timeout_graceful_shutdown'), tests],
  },
];
