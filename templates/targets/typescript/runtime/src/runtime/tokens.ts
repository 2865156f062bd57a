/** Who may talk to this server over HTTP: a fixed bearer token, or JWTs of an issuer. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, errors, importSPKI, type JWTVerifyOptions, jwtVerify } from 'jose';
import { describeError, log } from './log.js';
import type { Settings } from './settings.js';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks the Authorization header of a request. */
export class TokenCheck {
  /** Whether clients have to send a token at all. */
  readonly isRequired: boolean;
  readonly #settings: Settings;
  readonly #verify: ((token: string) => Promise<unknown>) | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#verify = verifier(settings);
    this.isRequired = settings.serverToken !== '' || this.#verify !== undefined;
  }

  /** Whether the header carries a valid token. The comparison takes constant time. */
  async accepts(authorization: string): Promise<boolean> {
    const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return false;
    const { serverToken } = this.#settings;
    if (serverToken !== '' && timingSafeEqual(digest(token), digest(serverToken))) return true;
    try {
      return this.#verify !== undefined && (await this.#verify(token)) !== undefined;
    } catch (error) {
      log(
        error instanceof errors.JOSEError ? 'info' : 'warning',
        'token refused',
        describeError(error),
      );
      return false;
    }
  }
}

/** Checks signature, expiry, audience and issuer; fetches the issuer's keys when needed. */
function verifier(settings: Settings): ((token: string) => Promise<unknown>) | undefined {
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
