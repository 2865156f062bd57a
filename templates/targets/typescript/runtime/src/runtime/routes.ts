/** What is served at which path: the MCP endpoint, and what extensions add. */
import type { McpHandlerRequestOptions } from '@modelcontextprotocol/server';
import { Endpoint } from './endpoint.js';
import { callerOf, type Route } from './extensions.js';
import type { ToolServer } from './tools.js';

const ENDPOINT = '/mcp';

export class Routes {
  readonly #endpoint: Endpoint;
  readonly #routes: readonly Route[];

  constructor(tools: ToolServer) {
    this.#endpoint = new Endpoint(tools);
    this.#routes = tools.extensions.flatMap((one) => one.routes?.(tools) ?? []);
  }

  /** Whether something is served there. */
  has(path: string): boolean {
    return path === ENDPOINT || this.#at(path).length > 0;
  }

  /** Whether it needs no token and counts for no limit. */
  isOpen(path: string): boolean {
    const found = this.#at(path);
    return found.length > 0 && found.every(({ isOpen }) => isOpen === true);
  }

  /** Answers one request. */
  async fetch(request: Request, options: McpHandlerRequestOptions = {}): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === ENDPOINT) return this.#endpoint.fetch(request, options);
    const found = this.#at(pathname);
    const route = found.find(({ method }) => method === request.method);
    if (route !== undefined)
      return route.answer(request, callerOf(request.headers, options.authInfo));
    const allow = found.map(({ method }) => method).join(', ');
    return Response.json({ error: 'Method not allowed.' }, { status: 405, headers: { allow } });
  }

  #at(path: string): readonly Route[] {
    return this.#routes.filter((route) =>
      route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path,
    );
  }
}
