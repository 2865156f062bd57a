/** The client that the generated one is made from; delivery.ts sends what it prepares. */
import { Agent } from 'undici';
import type { ZodType } from 'zod';
import { type ApiResponse, checkAnswer, decode } from './answers.js';
import { type Arguments, authorize, checkedUrl, prepare } from './calls.js';
import { type SchemeFactory, type Scheme, Secrets, type Security } from './credentials.js';
import { deliver } from './delivery.js';
import { ApiError, InvalidAnswer } from './errors.js';
import { type Caller, type Extension, throughRequests } from './extensions.js';
import { timedOut } from './failures.js';
import { TimeLimit } from './limits.js';
import { flagSetting, numberSetting, textSetting } from './settings.js';
import { ACCEPT_ENCODING, headerOf } from './wire.js';

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 100;
const MAX_BYTES = 10_000_000;
const NOTHING_PASSED: ReadonlyMap<string, string> = new Map();

/** What the document says about an API. */
export interface ApiFacts {
  readonly baseUrl: string;
  readonly envPrefix: string;
  readonly userAgent: string;
  readonly schemes: Readonly<Record<string, SchemeFactory>>;
  /** What most operations want. */
  readonly security: Security;
}

export interface ClientOptions {
  /** Where the API is; `{PREFIX}_BASE_URL` or the document's server when left out. */
  readonly baseUrl?: string;
  /** Seconds for a whole call, retries included; `{PREFIX}_TIMEOUT` or 30. */
  readonly timeout?: number;
  /** Values that win over the environment variables of the same names. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** What stands around each request. */
  readonly extensions?: readonly Extension[];
}

/** One request of an operation. */
export interface RequestSpec<T = unknown> extends Arguments {
  /** OR of ANDs of scheme names; the default of the API when left out. */
  readonly security?: Security;
  /** The media types of a good answer; '' when it has no content. */
  readonly accept?: string;
  /** The type that the document promises; a difference is logged. */
  readonly returns?: ZodType<T>;
  /** The operation's own server; used unless a base URL is configured. */
  readonly server?: string;
}

/** What the caller of an operation may say. */
export interface CallOptions {
  /** Aborting it ends the request. */
  readonly signal?: AbortSignal;
  /** Who calls, where somebody does. */
  readonly caller?: Caller;
  /** Headers of the caller that take the place of credentials, by name in lower case (MCP_PASS_THROUGH_AUTH). */
  readonly passed?: ReadonlyMap<string, string>;
}

/** Base of the generated client. Throws `SettingsError` for a base URL, a timeout or a certificate that cannot be used. */
export class ApiClient {
  readonly baseUrl: string;
  /** Seconds for a whole call. */
  readonly timeout: number;
  readonly #facts: ApiFacts;
  readonly #isConfigured: boolean;
  readonly #isStrict: boolean;
  readonly #secrets: Secrets;
  readonly #schemes: ReadonlyMap<string, Scheme>;
  readonly #agent: Agent;
  readonly #extensions: readonly Extension[];

  constructor(facts: ApiFacts, options: ClientOptions = {}) {
    const variable = `${facts.envPrefix}_BASE_URL`;
    const configured = options.baseUrl ?? textSetting(variable);
    this.#facts = facts;
    this.#isConfigured = configured !== '';
    this.baseUrl = checkedUrl(configured === '' ? facts.baseUrl : configured, variable);
    this.timeout = options.timeout ?? numberSetting(`${facts.envPrefix}_TIMEOUT`, 30);
    this.#isStrict = flagSetting('MCP_STRICT_ANSWERS');
    this.#secrets = new Secrets(options.credentials);
    this.#schemes = new Map(Object.entries(facts.schemes).map(([name, make]) => [name, make()]));
    this.#extensions = options.extensions ?? [];
    this.#agent = new Agent({
      connections: MAX_CONNECTIONS,
      connect: { timeout: CONNECT_TIMEOUT_MS, ...this.#certificates() },
      // The deadline of the whole call is ours.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Closes all connections. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /**
   * Sends one request and gives the answer as it came. Throws `ArgumentError` when an argument cannot be sent (no request was
   * made), `ApiError` when the API refused, failed, or could not be reached in time.
   */
  async request<T = unknown>(
    method: string,
    template: string,
    spec: RequestSpec<T> = {},
    { signal: cancelled, passed = NOTHING_PASSED }: CallOptions = {},
  ): Promise<ApiResponse<T>> {
    const { accept = 'application/json', server = '', returns } = spec;
    const base =
      server !== '' && !this.#isConfigured ? checkedUrl(server, 'The server') : this.baseUrl;
    const call = prepare(method, template, base, spec, accept);
    const limit = new TimeLimit(this.timeout, cancelled);
    const connection = { dispatcher: this.#agent, signal: limit.signal };
    try {
      const keys = { schemes: this.#schemes, secrets: this.#secrets, passed };
      const ready = await authorize(call, spec.security ?? this.#facts.security, keys, connection);
      const headers = { ...this.#usualHeaders(spec.headers), ...ready.headers };
      const delivery = { ...connection, deadline: limit.deadline, maxBytes: MAX_BYTES };
      const answer = await throughRequests(this.#extensions, { ...ready, headers }, (sent) =>
        deliver(sent, delivery),
      );
      const contentType = headerOf(answer.headers, 'content-type');
      const decoded = decode({ ...answer, contentType }, accept, this.#isStrict);
      checkAnswer(call.operation, decoded, returns, answer.body.length, this.#isStrict);
      const { status, headers: got } = answer;
      return { status, headers: got, ...decoded, parse: () => parsed(decoded.data, returns) };
    } catch (error) {
      if (limit.isOver && !(error instanceof ApiError)) {
        throw new ApiError(0, timedOut(call.operation, this.timeout), undefined, { cause: error });
      }
      if (!(error instanceof InvalidAnswer)) throw error;
      const text = `${call.operation} (status ${error.status}): ${error.message}.`;
      throw new ApiError(error.status, text, undefined, { cause: error.cause });
    } finally {
      limit.end();
    }
  }

  /** What connections show to servers that ask for a certificate. */
  #certificates(): { cert?: Buffer[]; key?: Buffer[] } {
    const found = [...this.#schemes.values()].flatMap(
      (scheme) => scheme.certificate?.(this.#secrets) ?? [],
    );
    if (found.length === 0) return {};
    return { cert: found.map(({ cert }) => cert), key: found.map(({ key }) => key) };
  }

  /** Headers of every request, without those that the operation describes: whether they are sent is for the caller to say. */
  #usualHeaders(described: Arguments['headers'] = {}): Record<string, string> {
    const names = new Set(Object.keys(described).map((name) => name.toLowerCase()));
    const usual = { 'user-agent': this.#facts.userAgent, 'accept-encoding': ACCEPT_ENCODING };
    return Object.fromEntries(Object.entries(usual).filter(([name]) => !names.has(name)));
  }
}

function parsed<T>(data: unknown, returns: ZodType<T> | undefined): T {
  if (returns === undefined) throw new TypeError('The document promises no type for this answer.');
  return returns.parse(data);
}
