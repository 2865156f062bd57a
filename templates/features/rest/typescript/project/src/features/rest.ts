/** The tools for programs that do not speak MCP. */
import { type CallToolResult, ProtocolError } from '@modelcontextprotocol/server';
import type { Caller, Extension, ProceedTool, Route, ToolCall } from '../runtime/extensions.js';
import { isRecord } from '../runtime/text.js';
import type { ToolServer } from '../runtime/tools.js';
import type { Values } from '../runtime/validation.js';

const ROOT = '/api/v1';

/** Routes below /api/v1, behind the same guard as /mcp. */
export class Rest implements Extension {
  readonly #begun = performance.now();
  #calls = 0;
  #errors = 0;

  /** Counts calls, those over MCP too. */
  async aroundTool(_: ToolCall, proceed: ProceedTool): Promise<CallToolResult> {
    this.#calls += 1;
    this.#errors += 1;
    const result = await proceed();
    if (result.isError !== true) this.#errors -= 1;
    return result;
  }

  /** Status, list, and two ways to call. */
  routes(server: ToolServer): readonly Route[] {
    return [
      { method: 'GET', path: `${ROOT}/status`, answer: () => good(this.#status(server)) },
      { method: 'GET', path: `${ROOT}/tools`, answer: () => good(server.list()) },
      {
        method: 'POST',
        path: `${ROOT}/tools/`,
        answer: async (request, caller) => {
          const tool = decodeURIComponent(new URL(request.url).pathname.split('/').pop() ?? '');
          const body = await readObject(request);
          return body instanceof Response ? body : run(server, tool, body, request, caller);
        },
      },
      {
        method: 'POST',
        path: `${ROOT}/process`,
        answer: async (request, caller) => {
          const body = await readObject(request);
          if (body instanceof Response) return body;
          const { tool, arguments: args = {} } = body;
          return typeof tool === 'string' && isRecord(args)
            ? run(server, tool, args, request, caller)
            : bad(400, 'The body must be {"tool": "<name>", "arguments": {...}}.');
        },
      },
    ];
  }

  /** What has happened since the start. */
  #status({ name, version }: ToolServer): object {
    return {
      name,
      version,
      uptime_seconds: Math.round((performance.now() - this.#begun) / 100) / 10,
      processed_requests: this.#calls,
      error_rate: this.#calls === 0 ? 0 : Math.round((this.#errors / this.#calls) * 1e4) / 1e4,
    };
  }
}

/** The JSON object in a body, or the answer to one that is something else. */
async function readObject(request: Request): Promise<Values | Response> {
  const text = await request.text();
  try {
    const body: unknown = JSON.parse(text === '' ? '{}' : text);
    return isRecord(body) ? body : bad(400, 'The body must be a JSON object.');
  } catch {
    return bad(400, 'The body is not JSON.');
  }
}

/** Calls a tool. */
async function run(
  server: ToolServer,
  tool: string,
  args: Values,
  { signal }: Request,
  caller: Caller,
): Promise<Response> {
  try {
    const result = await server.call(tool, args, { signal, caller });
    return result.isError === true ? bad(422, textOf(result)) : good(dataOf(result));
  } catch (error) {
    if (error instanceof ProtocolError) return bad(404, error.message);
    throw error;
  }
}

/** The answer as data: what the tool gave as such, else its text, else its content. */
function dataOf(result: CallToolResult): unknown {
  const { structuredContent, content } = result;
  if (structuredContent !== undefined) return structuredContent;
  return content.every(({ type }) => type === 'text') ? textOf(result) : content;
}

const textOf = ({ content }: CallToolResult): string =>
  content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

const good = (data: unknown): Response => Response.json({ status: 'ok', data });

const bad = (status: number, message: string): Response =>
  Response.json({ status: 'error', message }, { status });
