/** Streamable HTTP: the MCP endpoint behind its guards, and the process that serves it. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { MAX_REQUEST_BYTES } from './endpoint.js';
import { SettingsError } from './errors.js';
import { Guard, type GuardedRequest } from './guards.js';
import { describeError, log } from './log.js';
import { Routes } from './routes.js';
import type { Settings } from './settings.js';
import type { ToolServer } from './tools.js';

/** Milliseconds for calls that still run when the server is told to stop. */
const GRACE_MS = 8_000;

/** The MCP endpoint /mcp and the routes of extensions behind their guards, and /health, which needs no token. Not listening yet. */
export function createHttpServer(tools: ToolServer, settings: Settings, host: string): Server {
  const { extensions } = tools;
  const limiters = extensions.flatMap((one) => one.limiter?.(settings) ?? []);
  const challenge = extensions.map((one) => one.challenge?.() ?? '').join('');
  const guard = new Guard(settings, host, limiters[0], challenge);
  const routes = new Routes(tools);
  const serve = toNodeHandler(routes, {
    onerror: (error) => log('warning', 'request', describeError(error)),
    maxRequestBodySize: MAX_REQUEST_BYTES,
  });
  const route = async (request: GuardedRequest, response: ServerResponse): Promise<void> => {
    for (const one of extensions) setHeaders(response, one.headers?.(tools) ?? {});
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/health') return answer(response, 200, { status: 'healthy' });
    const refusal = routes.isOpen(path) ? undefined : await guard.refuse(request);
    if (refusal !== undefined)
      return answer(response, refusal.status, refusal.body, refusal.headers);
    if (!routes.has(path)) return answer(response, 404, { error: 'Not found.' });
    const { method = 'GET', url = '/' } = request;
    return serve(Object.assign(request, { method, url }), response);
  };
  return createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      log('error', 'request failed', describeError(error));
      if (response.headersSent) response.destroy();
      else answer(response, 500, { error: 'Internal error.' });
    });
  });
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function answer(
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Serves until `signal` is aborted; calls get a grace, then they are cancelled. Throws `SettingsError` for a port that is taken. */
export async function serveHttp(
  tools: ToolServer,
  settings: Settings,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<void> {
  const server = createHttpServer(tools, settings, host);
  await listening(server, host, port);
  log('info', 'serving', { url: `http://${host}:${port}/mcp` });
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  tools.isStopping = true;
  await Promise.all(tools.extensions.map((one) => one.draining?.()));
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const graces = tools.extensions.map((one) => 1000 * (one.graceSeconds?.() ?? 0));
  const end = performance.now() + Math.max(GRACE_MS, ...graces);
  while (tools.running > 0 && performance.now() < end) await sleep(20);
  // The last answers may still be on their way.
  await Promise.race([closed, sleep(200)]);
  server.closeAllConnections();
  await closed;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const { exception, code = exception } = describeError(error);
      reject(new SettingsError(`cannot listen on ${host}:${port} (${code})`));
    });
    server.listen(port, host, () => resolve());
  });
}
