/** What all security schemes have in common: where credentials come from and where they go. */
import type { Dispatcher } from 'undici';
import { registerSecret } from './redaction.js';

/** Where the credentials of one request go. */
export interface Credentials {
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
  readonly cookies: Record<string, string>;
}

/** Looks credentials up by the name of their variable and keeps them out of the logs. */
export class Secrets {
  readonly #given: Readonly<Record<string, string>>;

  constructor(given: Readonly<Record<string, string>> = {}) {
    this.#given = given;
  }

  /** The value of a variable, '' when it is not set. */
  get(name: string): string {
    const value = (this.#given[name] ?? process.env[name] ?? '').trim();
    registerSecret(value);
    return value;
  }
}

/** What a scheme needs to fetch a token. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/** One security scheme of the document. */
export interface Scheme {
  /** The environment variables that hold its credentials. */
  readonly variables: readonly string[];
  /** Adds the credentials to a request. */
  apply(out: Credentials, secrets: Secrets, connection: Connection): void | Promise<void>;
  /** Drops what was obtained with the credentials, because the API refused it. */
  forget?(): void;
}

/** Makes a scheme for one client, which may keep a token. */
export type SchemeFactory = () => Scheme;

/** OR of ANDs of scheme names. */
export type Security = readonly (readonly string[])[];

/** The value of the Authorization header for basic authentication. */
export function basicValue(username: string, password: string): string {
  const pair = Buffer.from(`${username}:${password}`).toString('base64');
  registerSecret(pair);
  return `Basic ${pair}`;
}

export interface Choice {
  readonly schemes: readonly Scheme[];
  /** The variables to set when no alternative is complete (or only "no credential" is). */
  readonly missing: readonly string[];
}

/** Takes the first alternative whose credentials are all there. */
export function chooseSchemes(
  security: Security,
  schemes: ReadonlyMap<string, Scheme>,
  secrets: Secrets,
): Choice {
  const missing = new Set<string>();
  for (const names of security) {
    const wanted = names.flatMap((name) => schemes.get(name) ?? []);
    const lacking = wanted.flatMap(({ variables }) =>
      variables.filter((name) => secrets.get(name) === ''),
    );
    if (wanted.length > 0 && lacking.length === 0) return { schemes: wanted, missing: [] };
    for (const name of lacking) missing.add(name);
  }
  return { schemes: [], missing: [...missing] };
}
