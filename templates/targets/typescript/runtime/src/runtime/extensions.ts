/** What can be put around a server: features that were chosen for it, and your own. */
import type { AuthInfo, CallToolResult } from '@modelcontextprotocol/server';
import type { Call } from './calls.js';
import type { Operation } from './catalog.js';
import type { Delivered } from './delivery.js';
import type { Limiter } from './guards.js';
import type { Settings } from './settings.js';
import { isRecord } from './text.js';
import type { ToolServer } from './tools.js';
import type { Values } from './validation.js';

/** What a token says: the claims of a JWT, nothing for a fixed token. */
export type Claims = Readonly<Record<string, unknown>>;

/** Who calls, as far as the request says. */
export interface Caller {
  /** Headers of the HTTP request; empty over stdio. */
  readonly headers: Headers;
  /** Undefined for callers without a token. */
  readonly claims?: Claims;
  /** The `_meta` of the call. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Somebody of whom nothing is known. */
export const NOBODY: Caller = { headers: new Headers() };

/** Who sent an HTTP request, by its headers and what the guard found out about its token. */
export function callerOf(headers: Headers | undefined, auth: AuthInfo | undefined): Caller {
  const claims = auth?.extra?.['claims'];
  return { headers: headers ?? NOBODY.headers, ...(isRecord(claims) ? { claims } : {}) };
}

/** A call of a tool, before its arguments are checked. */
export interface ToolCall {
  /** The name of the tool; of the operation behind it where that is found by search. */
  readonly name: string;
  /** As the client sent them. */
  readonly arguments: Values;
  readonly caller: Caller;
  /** The operation of the API; undefined for a tool written by hand. */
  readonly operation: Operation | undefined;
  /** Whether the tool says that it changes nothing. */
  readonly readOnly: boolean;
  /** Aborted when the caller gives up. */
  readonly signal?: AbortSignal | undefined;
}

/** Something that the server needs. */
export interface Dependency {
  /** One word, such as `redis`. */
  readonly name: string;
  /** What is wrong with it, without addresses or secrets; '' when it is well. */
  readonly problem: string;
  /** Whether calls fail without it. */
  readonly vital: boolean;
}

/** A further path of the HTTP server. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/ready`; one that ends in `/` stands for everything below it. */
  readonly path: string;
  /** Needs no token and counts for no limit. */
  readonly isOpen?: boolean;
  answer(request: Request, caller: Caller): Response | Promise<Response>;
}

export type ProceedTool = () => Promise<CallToolResult>;
/** Sends a request; what stands around it may have changed it. */
export type ProceedRequest = (call: Call) => Promise<Delivered>;

/** What stands around a server. Each member is there only where it is needed. */
export interface Extension {
  /** Adds tools; called once, when the server is made. */
  register?(server: ToolServer): void;
  /** Takes what is needed while the server runs. Throws `SettingsError`, and the server ends with its text. */
  start?(server: ToolServer): void | Promise<void>;
  /** Gives it back. */
  stop?(): void | Promise<void>;
  /** Stands around a call of a tool. A `CallError` is what the model is told. */
  aroundTool?(call: ToolCall, proceed: ProceedTool): Promise<CallToolResult>;
  /** Stands around a request to the API, with all its tries. */
  aroundRequest?(call: Call, proceed: ProceedRequest): Promise<Delivered>;
  routes?(server: ToolServer): readonly Route[];
  /** Headers for each answer over HTTP. */
  headers?(server: ToolServer): Readonly<Record<string, string>>;
  /** Another way to count the requests of clients. */
  limiter?(settings: Settings): Limiter | undefined;
  /** What the answer to a request without a valid token says besides, from the comma on. */
  challenge?(): string;
  /** Seconds that running calls need at the end, where that is more than usual. */
  graceSeconds?(): number;
  /** What this depends on, looked at now. */
  dependencies?(): Promise<readonly Dependency[]>;
  /** Waits after SIGTERM, before HTTP stops to accept connections. */
  draining?(): Promise<void>;
}

/** Calls a tool through all extensions; the first is the outermost. */
export function throughTools(
  extensions: readonly Extension[],
  call: ToolCall,
  inner: ProceedTool,
): Promise<CallToolResult> {
  const chain = extensions.reduceRight<ProceedTool>(
    (proceed, one) => async () => one.aroundTool?.(call, proceed) ?? proceed(),
    inner,
  );
  return chain();
}

/** Sends a request through all extensions; the first is the outermost. */
export function throughRequests(
  extensions: readonly Extension[],
  call: Call,
  inner: ProceedRequest,
): Promise<Delivered> {
  const chain = extensions.reduceRight<ProceedRequest>(
    (proceed, one) => async (sent) => one.aroundRequest?.(sent, proceed) ?? proceed(sent),
    inner,
  );
  return chain(call);
}
