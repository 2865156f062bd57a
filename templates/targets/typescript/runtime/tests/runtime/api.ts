/** A stand-in for an API, for the tests of the client: each answer is a function. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ApiClient, type ApiFacts, type ClientOptions } from '../../src/runtime/http.js';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = (response: ServerResponse, seen: Seen) => void;

export class Api {
  readonly seen: Seen[] = [];
  url = '';
  /** One per request; the last one stays. */
  answers: Answer[] = [json({})];
  readonly #server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body };
      this.seen.push(one);
      const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
      answer?.(response, one);
    });
  });

  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
        resolve();
      });
    });
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  reset(...answers: Answer[]): void {
    this.seen.length = 0;
    this.answers = answers.length === 0 ? [json({})] : answers;
  }

  client(facts: Partial<ApiFacts> = {}, options: ClientOptions = {}): ApiClient {
    const none = { envPrefix: 'TEST', userAgent: 'test-agent', schemes: {}, security: [] };
    return new ApiClient({ baseUrl: this.url, ...none, ...facts }, options);
  }
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };

export const raw =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
