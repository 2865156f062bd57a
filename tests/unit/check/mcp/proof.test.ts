import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { proveHttp } from '../../../../src/check/mcp/http.js';
import type { ProofInput } from '../../../../src/check/mcp/proof.js';
import { proveStdio } from '../../../../src/check/mcp/stdio.js';
import { liveProcesses } from '../../../../src/check/processes.js';
import { BOOKS, fakeTools, modelOf } from './books.js';

const SERVER = fileURLToPath(new URL('fake-server.mjs', import.meta.url));
const quiet = { onLine: () => undefined, signal: new AbortController().signal };

function input(fault = '', over: Partial<ProofInput> = {}): ProofInput {
  const model = modelOf(BOOKS);
  return {
    dir: process.cwd(),
    model,
    contract: {
      stdio: [SERVER],
      http: [SERVER, '--http'],
      path: '/mcp',
      health: '/health',
      env: { baseUrl: 'BOOKS_BASE_URL' },
    },
    env: { PATH: process.env['PATH'] ?? '', FAKE_FAULT: fault, FAKE_TOOLS: fakeTools(BOOKS, model) },
    fill: (command) => [process.execPath, ...command],
    ...over,
  };
}

const messages = (outcome: { findings: readonly { message: string }[] }): string =>
  outcome.findings.map(({ message }) => message).join('\n');

describe('a session over stdio', () => {
  it('lists and calls the tools in both protocol eras', async () => {
    const outcome = await proveStdio(input(), quiet);
    expect(messages(outcome)).toBe('');
    expect(outcome).toMatchObject({
      status: 'ok',
      detail: '5 tools over stdio (2025-11-25 and 2026-07-28), 5 called',
    });
    expect(liveProcesses()).toEqual([]);
  });

  it.each([
    ['no-tool', /list_books is not listed/],
    ['other-schema', /get_book: the input schema differs from the plan/],
    ['wrong-path', /list_books: .*elsewhere/],
    ['wrong-method', /list_books: sent PUT \/books instead of GET \/books/],
    ['no-request', /no request reached the API; GET \/books was expected/],
    ['error-result', /answered with an error: upstream said no/],
    ['other-answer', /the API's answer did not come back: \{"else":1\}/],
    ['exit-code', /after its input was closed the server ended with exit code 7/],
    ['exit-code', /after SIGTERM the server ended with exit code 7/],
  ])('fails a server with the fault %s', async (fault, message) => {
    const outcome = await proveStdio(input(fault), quiet);
    expect(outcome.status).toBe('failed');
    expect(messages(outcome)).toMatch(message);
  });

  it('shows what a server that cannot start has said', async () => {
    const outcome = await proveStdio(input('crash'), quiet);
    expect(outcome.status).toBe('failed');
    expect(messages(outcome)).toContain('ImportError: no module named books');
  });

  it('fails a server that does not speak 2026-07-28', async () => {
    const outcome = await proveStdio(input('old'), quiet);
    expect(outcome.status).toBe('failed');
    expect(outcome.detail).toMatch(/2026-07-28/);
  });

  it('fails a server that prints other things on standard output', async () => {
    const outcome = await proveStdio(input('noise'), quiet);
    expect(outcome.status).toBe('failed');
    expect(messages(outcome)).toContain('Starting up!');
  });

  it('says that the program is missing', async () => {
    const outcome = await proveStdio(input('', { fill: () => ['no-such-server'] }), quiet);
    expect(outcome.status).toBe('failed');
    expect(outcome.detail).toContain('no-such-server');
  });

  it('calls operations through call_operation in dynamic mode', async () => {
    const model = modelOf(BOOKS, 'dynamic');
    const trio = ['search_operations', 'describe_operation', 'call_operation'].map((name) => ({
      name,
      inputSchema: { type: 'object' },
    }));
    const hidden = JSON.parse(fakeTools(BOOKS, model)).map((tool: object) => ({ ...tool, hidden: true }));
    const env = { FAKE_TOOLS: JSON.stringify([...trio, ...hidden]) };
    const outcome = await proveStdio(input('', { model, env }), quiet);
    expect(outcome).toMatchObject({
      status: 'ok',
      detail: '3 tools over stdio (2025-11-25 and 2026-07-28), 5 called',
    });
  });
});

describe('sessions over HTTP', () => {
  it('reads the health route, lists and calls in both protocol eras', async () => {
    const outcome = await proveHttp(input(), quiet);
    expect(messages(outcome)).toBe('');
    expect(outcome).toMatchObject({
      status: 'ok',
      detail: '5 tools over HTTP (2025-11-25 and 2026-07-28), 5 called',
    });
  });

  it.each([
    ['unhealthy', /health answers 503/],
    ['crash', /ImportError: no module named books/],
    ['exit-code', /after SIGTERM the server ended with exit code 7/],
  ])('fails a server with the fault %s', async (fault, message) => {
    const outcome = await proveHttp(input(fault), quiet);
    expect(outcome.status).toBe('failed');
    expect(messages(outcome)).toMatch(message);
    expect(liveProcesses()).toEqual([]);
  });

  it('leaves no server behind when it is aborted', async () => {
    const abort = new AbortController();
    const outcome = await proveHttp(input(), { signal: abort.signal, onLine: () => abort.abort() });
    expect(outcome.status).not.toBe('ok');
    await expect.poll(liveProcesses).toEqual([]);
  });
});
