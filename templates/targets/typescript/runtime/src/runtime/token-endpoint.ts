/** Where tokens are had (RFC 6749, 3.2), and what is said there. Nothing of its answers is ever shown. */
import type { Dispatcher } from 'undici';
import { basicValue, type Secrets } from './credentials.js';
import { InvalidAnswer } from './errors.js';
import { encodeComponent, isRecord } from './text.js';
import { readCapped } from './wire.js';

/** Two addresses, or the discovery document of OpenID Connect, which names them. */
export interface Endpoints {
  readonly token?: string;
  /** Where people sign in. */
  readonly authorization?: string;
  readonly discovery?: string;
}

/** Variables of client id and secret, and where their tokens are had. */
export interface ClientAccount {
  readonly idVariable: string;
  readonly secretVariable: string;
  readonly endpoints: Endpoints;
}

export interface TokenAnswer extends Readonly<Record<string, unknown>> {
  readonly access_token: string;
}

/** No endpoint may keep all calls waiting for longer. */
const TIMEOUT_MS = 30_000;
const MOST_BYTES = 100_000;

/** The token endpoint, as one client sees it. */
export class TokenEndpoint {
  readonly #account: ClientAccount;
  #known: Endpoints | undefined;

  constructor(account: ClientAccount) {
    this.#account = account;
  }

  /** The endpoints, from the discovery document where there is one; it is read once. */
  async endpoints(dispatcher: Dispatcher): Promise<Endpoints> {
    const { endpoints } = this.#account;
    this.#known ??=
      endpoints.discovery === undefined
        ? endpoints
        : await discovered(endpoints.discovery, dispatcher);
    return this.#known;
  }

  /**
   * Asks for a token. A client without a secret says its id in the form (RFC 6749, 3.2.1). Throws `InvalidAnswer` when there
   * is no token, or no answer.
   */
  async ask(
    form: Readonly<Record<string, string>>,
    secrets: Secrets,
    dispatcher: Dispatcher,
  ): Promise<TokenAnswer> {
    const { idVariable, secretVariable } = this.#account;
    const [id, secret] = [secrets.get(idVariable), secrets.get(secretVariable)];
    const isSecret = secret !== '';
    const pair = [id, secret].map(encodeComponent);
    const { token = '' } = await this.endpoints(dispatcher);
    const { status, members } = await exchange('the token endpoint', token, dispatcher, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(isSecret ? { authorization: basicValue(pair[0] ?? '', pair[1] ?? '') } : {}),
      },
      body: new URLSearchParams({ ...form, ...(isSecret ? {} : { client_id: id }) }).toString(),
    });
    const { access_token } = members;
    if (typeof access_token === 'string') return { ...members, access_token };
    throw new InvalidAnswer(
      status,
      'the token endpoint gave no token; check client id, secret, tokens and scopes in the ' +
        'environment of this server',
    );
  }
}

async function discovered(address: string, dispatcher: Dispatcher): Promise<Endpoints> {
  const request = { method: 'GET' as const };
  const { members } = await exchange('OpenID Connect discovery', address, dispatcher, request);
  const { token_endpoint: token, authorization_endpoint: authorization = '' } = members;
  if (typeof token !== 'string' || typeof authorization !== 'string') {
    throw new InvalidAnswer(0, 'OpenID Connect discovery names no token endpoint');
  }
  return { token, authorization };
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Exchanged {
  readonly status: number;
  /** Of a good answer; none where it is no object of JSON. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** One request to an authorization server. Redirects are not followed. */
async function exchange(
  what: string,
  address: string,
  dispatcher: Dispatcher,
  { method, headers = {}, body }: Request,
): Promise<Exchanged> {
  const { origin, pathname, search } = safeUrl(address);
  try {
    const answer = await dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method,
      headers: { accept: 'application/json', ...headers },
      body: body ?? null,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = await readCapped(answer.body, answer.headers, MOST_BYTES);
    const { statusCode: status } = answer;
    return { status, members: status === 200 ? membersOf(bytes) : {} };
  } catch (error) {
    throw new InvalidAnswer(0, `${what} could not be reached`, { cause: error });
  }
}

function membersOf(bytes: Buffer | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(bytes?.toString() ?? '');
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Refuses to send secrets in the clear, except to this machine (RFC 6749, 3.2). Throws `InvalidAnswer`. */
export function safeUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isLocal = url?.protocol === 'http:' && LOOPBACK.has(url.hostname);
  if (url !== undefined && (url.protocol === 'https:' || isLocal)) return url;
  throw new InvalidAnswer(0, 'the address of an OAuth endpoint is not https');
}
