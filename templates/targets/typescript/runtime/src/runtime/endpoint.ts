/** The MCP endpoint for web requests. It keeps nothing between them, so any number of replicas can serve one client. */
import { randomUUID } from 'node:crypto';
import {
  createMcpHandler,
  isJsonContentType,
  type McpHandlerRequestOptions,
  type McpHttpHandler,
  type Server,
} from '@modelcontextprotocol/server';
import { describeError, log } from './log.js';
import { readMessage } from './messages.js';
import { isRecord } from './text.js';
import type { ToolServer } from './tools.js';

export const MAX_REQUEST_BYTES = 16_000_000;
const SESSION = 'mcp-session-id';

/**
 * Serves both protocol eras. Clients of the earlier one get a session id, whose only use is to tell whose call a
 * `notifications/cancelled` means, for they all count their requests from 0.
 */
export class Endpoint {
  readonly #handler: McpHttpHandler;
  /** Calls that run and can be cancelled, by session and request id. */
  readonly #running = new Map<string, Server>();
  readonly #keys = new WeakMap<Request, string>();

  constructor(tools: ToolServer) {
    this.#handler = createMcpHandler(
      ({ requestInfo }) => {
        const server = tools.connection();
        const key = requestInfo === undefined ? undefined : this.#keys.get(requestInfo);
        if (key !== undefined) this.#remember(key, server);
        return server;
      },
      {
        onerror: (error) => log('warning', 'request', describeError(error)),
        maxRequestBodySize: MAX_REQUEST_BYTES,
      },
    );
  }

  /** Answers one request. */
  async fetch(request: Request, options: McpHandlerRequestOptions = {}): Promise<Response> {
    if (request.method !== 'POST' || !isJsonContentType(request.headers.get('content-type'))) {
      return this.#handler.fetch(request, options);
    }
    const read = readMessage(await request.text());
    if ('error' in read) return Response.json(read.error, { status: 400 });
    const { message } = read;
    this.#watch(request, message);
    const response = await this.#handler.fetch(request, { ...options, parsedBody: message });
    if (message['method'] === 'initialize') response.headers.set(SESSION, randomUUID());
    return response;
  }

  #watch(request: Request, { id, method, params }: Record<string, unknown>): void {
    const session = request.headers.get(SESSION);
    if (session === null) return;
    const keyOf = (request: unknown): string => JSON.stringify([session, request]);
    if (id !== undefined) this.#keys.set(request, keyOf(id));
    if (method === 'notifications/cancelled' && isRecord(params)) {
      // Nothing is sent for a call that was cancelled: its answer just ends.
      void this.#running.get(keyOf(params['requestId']))?.close();
    }
  }

  #remember(key: string, server: Server): void {
    this.#running.set(key, server);
    server.onclose = () => {
      if (this.#running.get(key) === server) this.#running.delete(key);
    };
  }
}
