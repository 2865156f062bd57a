/** The security schemes of the document, with credentials from the environment. */
import type { Dispatcher } from 'undici';
import { basicValue, type Scheme, type SchemeFactory, type Secrets } from './credentials.js';
import { InvalidAnswer } from './errors.js';
import { registerSecret } from './redaction.js';
import { encodeComponent, isRecord } from './text.js';
import { readCapped } from './wire.js';

/** An API key in a header, the query or a cookie. */
export const apiKey =
  (variable: string, place: 'header' | 'query' | 'cookie', name: string): SchemeFactory =>
  () => ({
    variables: [variable],
    apply: (out, secrets) => {
      const places = { header: out.headers, query: out.query, cookie: out.cookies };
      places[place][name] = secrets.get(variable);
    },
  });

/** A token in the Authorization header. */
export const bearer =
  (variable: string): SchemeFactory =>
  () => ({
    variables: [variable],
    apply: (out, secrets) => {
      out.headers['Authorization'] = `Bearer ${secrets.get(variable)}`;
    },
  });

/** User name and password in the Authorization header. */
export const basic =
  (usernameVariable: string, passwordVariable: string): SchemeFactory =>
  () => ({
    variables: [usernameVariable, passwordVariable],
    apply: (out, secrets) => {
      const { headers } = out;
      headers['Authorization'] = basicValue(
        secrets.get(usernameVariable),
        secrets.get(passwordVariable),
      );
    },
  });

export interface ClientCredentials {
  readonly idVariable: string;
  readonly secretVariable: string;
  readonly tokenUrl: string;
  readonly scopes?: readonly string[];
}

interface Token {
  readonly value: string;
  /** Milliseconds, by `performance.now`. */
  readonly expires: number;
}

/** A token that is fetched with client id and secret and renewed before it expires (RFC 6749 section 4.4). */
export const oauth2ClientCredentials =
  (options: ClientCredentials): SchemeFactory =>
  (): Scheme => {
    let token: Token | undefined;
    let fetching: Promise<Token> | undefined;
    return {
      variables: [options.idVariable, options.secretVariable],
      apply: async (out, secrets, connection) => {
        if (token === undefined || performance.now() >= token.expires) {
          // One fetch for all waiting calls; a cancelled call must not cancel it for the others.
          fetching ??= fetchToken(options, secrets, connection.dispatcher).finally(() => {
            fetching = undefined;
          });
          token = await unlessAborted(fetching, connection.signal);
        }
        out.headers['Authorization'] = `Bearer ${token.value}`;
      },
      forget: () => {
        token = undefined;
      },
    };
  };

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

/** No token endpoint may keep all calls waiting for longer. */
const TOKEN_TIMEOUT_MS = 30_000;

async function fetchToken(
  { idVariable, secretVariable, tokenUrl, scopes = [] }: ClientCredentials,
  secrets: Secrets,
  dispatcher: Dispatcher,
): Promise<Token> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  const pair = [idVariable, secretVariable].map((name) => encodeComponent(secrets.get(name)));
  const answer = await ask(
    tokenUrl,
    form.toString(),
    basicValue(pair[0] ?? '', pair[1] ?? ''),
    dispatcher,
  );
  registerSecret(answer.token);
  return {
    value: answer.token,
    expires: performance.now() + Math.max(1, answer.seconds - 30) * 1000,
  };
}

async function ask(
  tokenUrl: string,
  body: string,
  authorization: string,
  dispatcher: Dispatcher,
): Promise<{ token: string; seconds: number }> {
  const headers = {
    authorization,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  };
  let status = 0;
  let parsed: unknown;
  try {
    const { origin, pathname, search } = new URL(tokenUrl);
    const signal = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
    const path = `${pathname}${search}`;
    const answer = await dispatcher.request({
      origin,
      path,
      method: 'POST',
      headers,
      body,
      signal,
    });
    status = answer.statusCode;
    parsed = parsedOrNothing(await readCapped(answer.body, answer.headers, 100_000));
  } catch (error) {
    throw new InvalidAnswer(0, 'the token endpoint could not be reached', { cause: error });
  }
  const token = isRecord(parsed) && status === 200 ? parsed['access_token'] : undefined;
  if (!isRecord(parsed) || typeof token !== 'string') {
    throw new InvalidAnswer(
      status,
      'the token endpoint gave no token; check client id, secret and scopes in the environment of this server',
    );
  }
  const seconds = Number(parsed['expires_in'] ?? Number.NaN);
  return { token, seconds: Number.isNaN(seconds) ? 3600 : seconds };
}

function parsedOrNothing(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() ?? '');
  } catch {
    return undefined;
  }
}
