/** The MCP server: tools from tools.json beside tools written by hand. */
import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type Tool,
} from '@modelcontextprotocol/server';
import { toJSONSchema, type ZodType } from 'zod';
import type { ApiResponse } from './answers.js';
import { passedHeaders } from './callers.js';
import { Catalog, type Operation, type RawTool } from './catalog.js';
import { DYNAMIC_TOOLS, describe, notFound, search } from './discovery.js';
import { CallError } from './errors.js';
import { callerOf, type Extension, NOBODY, type ToolCall, throughTools } from './extensions.js';
import { runWithExtras, withNote } from './extras.js';
import type { CallOptions } from './http.js';
import { describeError, log } from './log.js';
import { errorResult, failure, jsonResult, success, unexpected, withStructure } from './results.js';
import {
  extraArguments,
  maxResponseBytes,
  passThrough,
  type ToolMode,
  toolMode,
} from './settings.js';
import { isRecord } from './text.js';
import type { Values } from './validation.js';

export interface ToolServerOptions {
  /** The name, title and version that clients see. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** The file tools.json, or its list of tools. */
  readonly tools: URL | readonly RawTool[];
  /** `static`: a tool per operation; `dynamic`: search, describe, call. MCP_TOOLS wins. */
  readonly mode: ToolMode;
  /** Operations that stay tools of their own in dynamic mode. */
  readonly pinned?: readonly string[];
  /** The client that the tools use, closed with the server. */
  readonly client?: { readonly baseUrl: string; close(): Promise<void> };
  /** What stands around the calls; the first is the outermost. */
  readonly extensions?: readonly Extension[];
}

/** A tool written by hand. */
export interface CustomTool<T> {
  readonly title?: string;
  readonly description: string;
  /** An object of arguments. */
  readonly input: ZodType<T>;
  readonly annotations?: Tool['annotations'];
}

type Handler = (values: Values, call: CallOptions) => Promise<CallToolResult>;
type Request = (values: Values, call: CallOptions) => Promise<ApiResponse>;

/** All tools of this server, for as many connections as there are. */
export class ToolServer {
  readonly catalog: Catalog;
  readonly #options: ToolServerOptions;
  readonly #mode: ToolMode;
  /** Headers of callers that go on to the API. */
  readonly #passed = passThrough();
  readonly #helpers = new Catalog(DYNAMIC_TOOLS);
  /** What the tools of the document do, and those written by hand. */
  readonly #requests = new Map<string, Request>();
  readonly #handlers = new Map<string, Handler>();
  readonly #custom = new Map<string, Tool>();
  readonly extensions: readonly Extension[];
  /** Whether the server has been told to stop. */
  isStopping = false;
  #running = 0;
  #started: readonly Extension[] = [];

  constructor(options: ToolServerOptions) {
    this.#options = options;
    this.#mode = toolMode(options.mode);
    this.catalog = new Catalog(options.tools, extraArguments());
    this.extensions = options.extensions ?? [];
    for (const extension of this.extensions) extension.register?.(this);
  }

  get name(): string {
    return this.#options.name;
  }

  get version(): string {
    return this.#options.version;
  }

  /** Where the API is; '' where there is none. */
  get baseUrl(): string {
    return this.#options.client?.baseUrl ?? '';
  }

  /** How many calls are running. */
  get running(): number {
    return this.#running;
  }

  /** Registers what a tool of tools.json does. Its arguments have been checked against its input schema. */
  operation<T extends object>(
    name: string,
    handler: (args: T, call: CallOptions) => Promise<ApiResponse>,
  ): void {
    this.#requests.set(name, (values, call) => handler(values as T, call));
  }

  /** Adds a tool that is written by hand. What its handler gives is the answer, as JSON. */
  custom<T>(
    name: string,
    tool: CustomTool<T>,
    handler: (args: T, call: CallOptions) => unknown,
  ): void {
    const { input, ...shown } = tool;
    const inputSchema = toJSONSchema(input, { io: 'input' }) as Tool['inputSchema'];
    this.#custom.set(name, { name, ...shown, inputSchema });
    this.#handlers.set(name, async (values, call) => {
      const parsed = input.safeParse(values);
      if (parsed.success) return jsonResult(await handler(parsed.data, call), maxResponseBytes());
      const problems = parsed.error.issues.map(
        ({ path, message }) => `${path.map(String).join('.')}: ${message}`,
      );
      return errorResult(`Change the arguments. ${problems.slice(0, 8).join('; ')}.`);
    });
  }

  /** A server for one connection. */
  connection(): Server {
    const { name, title, version } = this.#options;
    const server = new Server({ name, title, version }, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/list', () => ({ tools: this.list() }));
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq, http }) => {
      const { signal, _meta: meta = {} } = mcpReq;
      const caller = { ...callerOf(http?.req?.headers, http?.authInfo), meta };
      const result = await this.call(params.name, params.arguments ?? {}, { signal, caller });
      if (result.isError === true) await mcpReq.log('error', result.content);
      return result;
    });
    return server;
  }

  /** The tools of the document, then those written by hand. */
  list(): Tool[] {
    return [...[...this.#offered().values()].map(({ tool }) => tool), ...this.#custom.values()];
  }

  /** Calls a tool. Throws `ProtocolError` (-32602) when there is none of that name. */
  async call(name: string, values: Values, call: CallOptions = {}): Promise<CallToolResult> {
    const operation = this.#offered().get(name);
    if (operation === undefined && !this.#custom.has(name)) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown tool: ${name.slice(0, 100)}`,
      );
    }
    this.#running += 1;
    try {
      const caller = call.caller ?? NOBODY;
      const options = { ...call, passed: passedHeaders(this.#passed, caller.headers) };
      const described = this.#described(name, operation, values, call);
      return await throughTools(this.extensions, described, () =>
        this.#answer(name, operation, values, options),
      );
    } catch (error) {
      return failed(error, name);
    } finally {
      this.#running -= 1;
    }
  }

  /** Starts what stands around the calls. Throws `SettingsError`. */
  async start(): Promise<void> {
    for (const extension of this.extensions.slice(this.#started.length)) {
      await extension.start?.(this);
      this.#started = [...this.#started, extension];
    }
  }

  /** Ends what was started, and closes what the tools use. */
  async close(): Promise<void> {
    for (const extension of this.#started.toReversed()) {
      try {
        await extension.stop?.();
      } catch (error) {
        // What cannot be ended well must not keep the rest from ending.
        log('warning', 'stopping', describeError(error));
      }
    }
    this.#started = [];
    await this.#options.client?.close();
  }

  /** What extensions see; for `call_operation` the operation that it calls. */
  #described(
    name: string,
    operation: Operation | undefined,
    values: Values,
    call: CallOptions,
  ): ToolCall {
    const tool = operation?.tool ?? this.#custom.get(name);
    const isReading = tool?.annotations?.readOnlyHint === true;
    const { caller = NOBODY, signal } = call;
    const called = { name, arguments: values, caller, operation, readOnly: isReading, signal };
    if (operation === undefined || !this.#isHelper(operation)) return called;
    const inner = values['arguments'] ?? {};
    const found = this.catalog.find(String(values['name']));
    if (name !== 'call_operation' || found === undefined || !isRecord(inner)) {
      return { ...called, operation: undefined };
    }
    return this.#described(found.name, found, inner, call);
  }

  #isHelper(operation: Operation): boolean {
    return this.#helpers.operations.get(operation.name) === operation;
  }

  /** Calls a tool; what goes wrong is a result, so that what stands around it sees that. */
  async #answer(
    name: string,
    operation: Operation | undefined,
    values: Values,
    call: CallOptions,
  ): Promise<CallToolResult> {
    try {
      if (operation === undefined) return await registered(this.#handlers, name)(values, call);
      return this.#isHelper(operation)
        ? await this.#help(operation, values, call)
        : await this.#run(operation, values, call);
    } catch (error) {
      return failed(error, name);
    }
  }

  /** The operations that are tools of their own, and in dynamic mode the three helpers. */
  #offered(): ReadonlyMap<string, Operation> {
    const { operations } = this.catalog;
    if (this.#mode === 'static') return operations;
    const pinned = (this.#options.pinned ?? []).flatMap((name) => {
      const operation = operations.get(name);
      return operation === undefined ? [] : [[name, operation] as const];
    });
    return new Map([...this.#helpers.operations, ...pinned]);
  }

  /** Checks the arguments and calls the handler with them. */
  async #run(operation: Operation, given: Values, call: CallOptions): Promise<CallToolResult> {
    const { values, problems } = operation.check.clean(given);
    if (problems.length > 0) return errorResult(`Change the arguments. ${problems.join('; ')}.`);
    const request = registered(this.#requests, operation.name);
    const fetch = (own: Values) => request(own, call);
    const { raw, extras } = operation;
    const { response, note } = [...extras.values()].some((name) => Object.hasOwn(values, name))
      ? await runWithExtras(raw, extras, fetch, values)
      : { response: await fetch(values), note: '' };
    const result = withNote(success(response, maxResponseBytes()), note);
    return operation.tool.outputSchema === undefined ? result : withStructure(result);
  }

  /** Runs one of the three tools of dynamic mode. */
  async #help(helper: Operation, given: Values, call: CallOptions): Promise<CallToolResult> {
    const { values, problems } = helper.check.clean(given);
    if (problems.length > 0) return errorResult(`Change the arguments. ${problems.join('; ')}.`);
    if (helper.name === 'search_operations') {
      const found = search(this.catalog, String(values['query']), Number(values['limit'] ?? 20));
      return jsonResult(found, maxResponseBytes());
    }
    const name = String(values['name']);
    const operation = this.catalog.find(name);
    if (operation === undefined) return errorResult(notFound(this.catalog, name));
    if (helper.name === 'describe_operation')
      return jsonResult(describe(operation), maxResponseBytes());
    const args = values['arguments'];
    return this.#run(operation, isRecord(args) ? args : {}, call);
  }
}

function registered<T>(handlers: ReadonlyMap<string, T>, name: string): T {
  const handler = handlers.get(name);
  if (handler === undefined) throw new TypeError(`There is no handler for ${name}.`);
  return handler;
}

/** A result for an error; those of the protocol go on as they are. */
function failed(error: unknown, tool: string): CallToolResult {
  if (error instanceof ProtocolError) throw error;
  return error instanceof CallError ? failure(error) : unexpected(error, tool);
}
