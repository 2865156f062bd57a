/** Who may talk to this server over HTTP: a fixed bearer token, or JWTs of an issuer. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, importSPKI, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Claims } from './extensions.js';
import { describeError, log } from './log.js';
import type { Settings } from './settings.js';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks the Authorization header of a request. */
export class TokenCheck {
  /** Whether clients have to send a token at all. */
  readonly isRequired: boolean;
  readonly #settings: Settings;
  readonly #verify: Verify | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#verify = verifier(settings);
    this.isRequired = settings.serverToken !== '' || this.#verify !== undefined;
  }

  /** What a valid token says, nothing for the fixed one; undefined without a valid token. The comparison takes constant time. */
  async claims(authorization: string): Promise<Claims | undefined> {
    const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return undefined;
    const { serverToken } = this.#settings;
    if (serverToken !== '' && timingSafeEqual(digest(token), digest(serverToken))) return {};
    try {
      return (await this.#verify?.(token))?.payload;
    } catch (error) {
      log(
        error instanceof errors.JOSEError ? 'info' : 'warning',
        'token refused',
        describeError(error),
      );
      return undefined;
    }
  }
}

type Verify = (token: string) => Promise<{ readonly payload: Claims }>;

/** Checks signature, expiry, audience and issuer; fetches the issuer's keys when needed. */
function verifier(settings: Settings): Verify | undefined {
  const { jwksUrl, publicKey, issuer, audience } = settings;
  const options: JWTVerifyOptions = {
    algorithms: ALGORITHMS,
    audience,
    requiredClaims: ['exp', 'aud'],
    ...(issuer === '' ? {} : { issuer }),
  };
  if (jwksUrl !== '') {
    const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000 });
    return (token) => jwtVerify(token, keys, options);
  }
  if (publicKey === '') return undefined;
  return async (token) => {
    const algorithm = String(
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).alg,
    );
    return jwtVerify(token, await importSPKI(publicKey, algorithm), options);
  };
}
