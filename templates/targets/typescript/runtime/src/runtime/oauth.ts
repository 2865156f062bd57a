/** Security schemes that fetch tokens and renew them: OAuth 2.0 and OpenID Connect. */
import { createHash } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Connection, Credentials, Scheme, SchemeFactory, Secrets } from './credentials.js';
import { InvalidAnswer } from './errors.js';
import { registerSecret } from './redaction.js';
import { canSignIn, SignIn } from './sign-in.js';
import { TokenFile } from './state.js';
import { type ClientAccount, safeUrl, type TokenAnswer, TokenEndpoint } from './token-endpoint.js';

export interface TokenOptions extends ClientAccount {
  /** What is asked for. */
  readonly scopes?: readonly string[];
}

export interface RefreshOptions extends TokenOptions {
  /** The variable of a refresh token. */
  readonly refreshVariable: string;
}

/** Seconds before its end at which a token is renewed. */
const MARGIN = 30;
const USUAL_LIFETIME = 3600;

/** A bearer token that is fetched when it is needed and renewed before it expires. */
abstract class TokenScheme implements Scheme {
  abstract readonly variables: readonly string[];
  readonly header = 'Authorization';
  protected readonly endpoint: TokenEndpoint;
  #token = '';
  /** By `performance.now`. */
  #expires = 0;
  #fetching: Promise<void> | undefined;

  constructor(account: ClientAccount) {
    this.endpoint = new TokenEndpoint(account);
  }

  async apply(
    out: Credentials,
    secrets: Secrets,
    { dispatcher, signal }: Connection,
  ): Promise<void> {
    while (this.#token === '' || performance.now() >= this.#expires) {
      // One fetch for all waiting calls; a cancelled call must not cancel it for the others.
      this.#fetching ??= this.#fetch(secrets, dispatcher).finally(() => {
        this.#fetching = undefined;
      });
      await unlessAborted(this.#fetching, signal);
    }
    out.headers[this.header] = `Bearer ${this.#token}`;
  }

  forget(): void {
    this.#token = '';
  }

  /** Gets a token: the answer of the token endpoint. */
  protected abstract grant(secrets: Secrets, dispatcher: Dispatcher): Promise<TokenAnswer>;

  async #fetch(secrets: Secrets, dispatcher: Dispatcher): Promise<void> {
    const { access_token, expires_in } = await this.grant(secrets, dispatcher);
    registerSecret(access_token);
    const seconds = Number(expires_in ?? Number.NaN);
    const lifetime = Number.isNaN(seconds) ? USUAL_LIFETIME : seconds;
    this.#token = access_token;
    this.#expires = performance.now() + Math.max(1, lifetime - MARGIN) * 1000;
  }

  /** Gets a token by a refresh token, and keeps the next one where there is one. */
  protected async refreshed(
    file: TokenFile,
    owner: string,
    token: string,
    secrets: Secrets,
    dispatcher: Dispatcher,
  ): Promise<TokenAnswer> {
    registerSecret(token);
    const form = { grant_type: 'refresh_token', refresh_token: token };
    const answer = await this.endpoint.ask(form, secrets, dispatcher);
    keep(file, owner, token, answer);
    return answer;
  }
}

class ClientCredentials extends TokenScheme {
  readonly variables: readonly string[];
  readonly #scopes: readonly string[];

  constructor(options: TokenOptions) {
    super(options);
    this.variables = [options.idVariable, options.secretVariable];
    this.#scopes = options.scopes ?? [];
  }

  protected grant(secrets: Secrets, dispatcher: Dispatcher): Promise<TokenAnswer> {
    const scope = this.#scopes.length === 0 ? {} : { scope: this.#scopes.join(' ') };
    return this.endpoint.ask({ grant_type: 'client_credentials', ...scope }, secrets, dispatcher);
  }
}

class RefreshToken extends TokenScheme {
  readonly variables: readonly string[];
  readonly #variable: string;

  constructor(options: RefreshOptions) {
    super(options);
    this.variables = [options.refreshVariable];
    this.#variable = options.refreshVariable;
  }

  protected grant(secrets: Secrets, dispatcher: Dispatcher): Promise<TokenAnswer> {
    const given = secrets.get(this.#variable);
    const owner = createHash('sha256').update(given).digest('hex');
    const file = new TokenFile(this.#variable);
    return this.refreshed(file, owner, file.read(owner) || given, secrets, dispatcher);
  }
}

class AuthorizationCode extends TokenScheme {
  readonly variables: readonly string[];
  readonly #options: RefreshOptions;
  #signIn: SignIn | undefined;

  constructor(options: RefreshOptions) {
    super(options);
    this.variables = [options.idVariable];
    this.#options = options;
  }

  lacking(secrets: Secrets): readonly string[] {
    const { idVariable, refreshVariable } = this.#options;
    if (secrets.get(idVariable) === '') return [idVariable];
    return canSignIn() ? [] : [refreshVariable];
  }

  protected async grant(secrets: Secrets, dispatcher: Dispatcher): Promise<TokenAnswer> {
    const { idVariable, scopes = [] } = this.#options;
    const file = new TokenFile(idVariable);
    const owner = secrets.get(idVariable);
    const kept = file.read(owner);
    if (kept !== '') {
      try {
        return await this.refreshed(file, owner, kept, secrets, dispatcher);
      } catch (error) {
        const isWorthless = error instanceof InvalidAnswer && [400, 401].includes(error.status);
        if (!isWorthless) throw error;
        file.write(owner, ''); // the person has to sign in again
      }
    }
    if (this.#signIn === undefined || this.#signIn.isOver) {
      const { authorization = '' } = await this.endpoint.endpoints(dispatcher);
      this.#signIn = new SignIn(safeUrl(authorization).href, owner, scopes);
    }
    // Throws the invitation to sign in until the person has done so.
    const form = await this.#signIn.redeem();
    this.#signIn = undefined;
    const answer = await this.endpoint.ask(form, secrets, dispatcher);
    keep(file, owner, '', answer);
    return answer;
  }
}

/** A token for the server itself, by client id and secret (RFC 6749, 4.4). */
export const oauth2ClientCredentials =
  (options: TokenOptions): SchemeFactory =>
  () =>
    new ClientCredentials(options);

/**
 * A token by a refresh token of the environment (RFC 6749, 6). A server that gives a new refresh token with each token makes the
 * old one worthless. The new one is kept in the state folder, for as long as the environment has the one that it came from.
 */
export const oauth2RefreshToken =
  (options: RefreshOptions): SchemeFactory =>
  () =>
    new RefreshToken(options);

/**
 * A token for the person at this machine, who signs in with a browser (RFC 6749, 4.1; RFC 8252). Only over stdio: over HTTP the
 * person is somewhere else, and one person's token would serve all.
 */
export const oauth2AuthorizationCode =
  (options: RefreshOptions): SchemeFactory =>
  () =>
    new AuthorizationCode(options);

function keep(file: TokenFile, owner: string, before: string, answer: TokenAnswer): void {
  const { refresh_token: token } = answer;
  if (typeof token !== 'string' || token === '' || token === before) return;
  registerSecret(token);
  file.write(owner, token);
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
