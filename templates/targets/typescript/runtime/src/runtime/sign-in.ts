/** A person signs in with a browser; the code comes back to a port of this machine (RFC 8252, 7.3). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvalidAnswer } from './errors.js';
import { textSetting } from './settings.js';

const WAIT_MS = 600_000;
const PATH = '/callback';
const MOST_BYTES = 16_384;
const ADDRESS = '127.0.0.1';

let possible = false;

/** Says whether the person who calls sits at this machine, as it is over stdio. */
export function allowSignIn(isAllowed: boolean): void {
  possible = isAllowed;
}

export const canSignIn = (): boolean => possible;

/** One try to sign in: from the invitation to the code, or to the end of the wait. */
export class SignIn {
  // State and challenge may be seen, the verifier never leaves (RFC 7636).
  readonly #verifier = randomBytes(48).toString('base64url');
  readonly #state = randomBytes(24).toString('base64url');
  readonly #where: string;
  readonly #asked: Readonly<Record<string, string>>;
  #server: Server | undefined;
  #redirect = '';
  #code = '';
  #isRefused = false;

  /** `where`: the authorization endpoint. */
  constructor(where: string, client: string, scopes: readonly string[]) {
    this.#where = where;
    const scope = scopes.length === 0 ? {} : { scope: scopes.join(' ') };
    this.#asked = { response_type: 'code', client_id: client, ...scope };
  }

  /** The wait has ended without a code. */
  get isOver(): boolean {
    const hasBegun = this.#redirect !== '';
    return hasBegun && this.#server === undefined && this.#code === '' && !this.#isRefused;
  }

  /**
   * What the token endpoint wants for the code. Throws `InvalidAnswer` when the person has not signed in yet, with the address
   * to do so, or has refused.
   */
  async redeem(): Promise<Record<string, string>> {
    if (this.#isRefused) {
      this.#isRefused = false;
      throw new InvalidAnswer(0, 'the sign-in was refused; call again to be asked once more');
    }
    if (this.#code === '') {
      if (this.#server === undefined) await this.#listen();
      throw new InvalidAnswer(
        0,
        `the person who uses this server has to sign in first. Open ${this.#address()} in a ` +
          'browser on the machine of this server, then call again',
      );
    }
    return {
      grant_type: 'authorization_code',
      code: this.#code,
      redirect_uri: this.#redirect,
      code_verifier: this.#verifier,
    };
  }

  #address(): string {
    const query = new URLSearchParams({
      ...this.#asked,
      redirect_uri: this.#redirect,
      state: this.#state,
      code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return `${this.#where}${this.#where.includes('?') ? '&' : '?'}${query}`;
  }

  /** Waits for the browser on a port of the loopback address, for some minutes. */
  async #listen(): Promise<void> {
    const wanted = textSetting('MCP_SIGN_IN_PORT');
    const server = createServer(
      { maxHeaderSize: MOST_BYTES, requestTimeout: 5_000 },
      (request, response) => this.#answer(request, response),
    );
    this.#server = server;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(/^\d+$/.test(wanted) ? Number(wanted) : 0, ADDRESS, resolve);
      });
    } catch {
      this.#server = undefined;
      throw new InvalidAnswer(0, 'the port of MCP_SIGN_IN_PORT is not free');
    }
    this.#redirect = `http://${ADDRESS}:${(server.address() as AddressInfo).port}${PATH}`;
    // Neither keeps a server running that nobody uses any more.
    server.unref();
    setTimeout(() => this.#close(server), WAIT_MS).unref();
  }

  #close(server: Server): void {
    if (this.#server === server) this.#server = undefined;
    server.close();
  }

  /** Answers one request of the browser, or of anybody else on this machine. */
  #answer(request: IncomingMessage, response: ServerResponse): void {
    const [status, title] = this.#receive(request);
    response.writeHead(status, { 'content-type': 'text/html', connection: 'close' });
    response.end(`<!doctype html><title>${title}</title><p>${title}. You can close this window.`);
  }

  /** Takes the code of a request; only one with our state counts. */
  #receive({ method, url = '' }: IncomingMessage): [status: number, title: string] {
    const [path = '', query = ''] = url.split('?');
    const given = new URLSearchParams(query);
    const isOurs = isSame(given.get('state') ?? '', this.#state);
    const server = this.#server;
    if (method !== 'GET' || path !== PATH || !isOurs || server === undefined) {
      return [404, 'There is nothing here'];
    }
    this.#code = given.get('code') ?? '';
    this.#isRefused = this.#code === '';
    this.#close(server);
    return [200, this.#isRefused ? 'You are not signed in' : 'You are signed in'];
  }
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
