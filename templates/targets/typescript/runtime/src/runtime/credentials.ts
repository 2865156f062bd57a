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

/** A client certificate and its key, in PEM format. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** One security scheme of the document. */
export interface Scheme {
  /** The environment variables that hold its credentials. */
  readonly variables: readonly string[];
  /** The header that it fills. */
  readonly header?: string;
  /** The variables without which it cannot be used; those of `variables` that are not set when left out. */
  lacking?(secrets: Secrets): readonly string[];
  /** What connections show to servers that ask for it. Throws `SettingsError` for files that cannot be used. */
  certificate?(secrets: Secrets): Certificate | undefined;
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

/** What requests are authorized with. */
export interface Keys {
  readonly schemes: ReadonlyMap<string, Scheme>;
  readonly secrets: Secrets;
  /** Headers of the caller that take the place of credentials, by name in lower case. */
  readonly passed: ReadonlyMap<string, string>;
}

/** The caller's own value for the header that a scheme fills. */
export const passedFor = ({ header }: Scheme, { passed }: Keys): string | undefined =>
  header === undefined ? undefined : passed.get(header.toLowerCase());

export interface Choice {
  readonly schemes: readonly Scheme[];
  /** The variables to set when no alternative is complete (or only "no credential" is). */
  readonly missing: readonly string[];
}

/** Takes the first alternative whose credentials are all there. */
export function chooseSchemes(security: Security, keys: Keys): Choice {
  const missing = new Set<string>();
  for (const names of security) {
    const wanted = names.flatMap((name) => keys.schemes.get(name) ?? []);
    // A client certificate may be added on the way to the API: beside others it is not asked for.
    const others = wanted.filter(({ certificate }) => certificate === undefined);
    const lacking = (others.length === 0 ? wanted : others).flatMap((scheme) =>
      passedFor(scheme, keys) === undefined ? lackingOf(scheme, keys.secrets) : [],
    );
    if (wanted.length > 0 && lacking.length === 0) return { schemes: wanted, missing: [] };
    for (const name of lacking) missing.add(name);
  }
  return { schemes: [], missing: [...missing] };
}

const lackingOf = (scheme: Scheme, secrets: Secrets): readonly string[] =>
  scheme.lacking?.(secrets) ?? scheme.variables.filter((name) => secrets.get(name) === '');
