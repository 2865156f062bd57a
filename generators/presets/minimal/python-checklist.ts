import type { ChecklistPoint } from '../../../src/plan/types.js';
import { step, text } from '../../shared/proofs.js';

const SERVER = String.raw`src/{package}/server\.py`;

/** What makes the one file worth reading. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  {
    says: 'Client and tools lie in one file',
    proofs: [
      text(SERVER, String.raw`^class \w+\(ApiClient\):`),
      text(SERVER, String.raw`^@mcp\.operation\(`),
      {
        kind: 'only',
        in: String.raw`src/{package}/[^/]+\.py`,
        under: String.raw`src/{package}/(server|__init__)\.py`,
      },
    ],
  },
  {
    says: 'Every tool says what it does, what it takes and what it answers',
    proofs: [
      {
        kind: 'each',
        in: SERVER,
        of: String.raw`^@mcp\.operation\([\s\S]*?(?=\n\n\n|(?![\s\S]))`,
        pattern: String.raw`\x22\x22\x22[\s\S]*\bReturns:[\s\S]*\x22\x22\x22`,
      },
    ],
  },
  {
    says: 'It has a test that calls each tool',
    proofs: [text('tests/test_server.py', '^CASES ='), step('tests')],
  },
  { says: 'Formatted, linted and typed', proofs: [step('format'), step('lint'), step('types')] },
  { says: 'It runs over stdio and over HTTP', proofs: [step('mcp-stdio'), step('mcp-http')] },
];
