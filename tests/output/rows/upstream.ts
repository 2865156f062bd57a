/** The API of the rows: answers as it is told for each item, and remembers what it was asked and when it was hung up on. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** As it came over the wire. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** When the connection was closed before the answer was complete. */
  hungUpAt?: number;
  /** Megabytes of the answer that somebody has taken. */
  taken: number;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, asked: Asked) => unknown;

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const bytes =
  (body: string | Buffer, headers: Record<string, string>): Answer =>
  (_, response) =>
    response.writeHead(200, headers).end(body);

export class Upstream {
  url = '';
  readonly asked: Asked[] = [];
  #plans = new Map<string, Answer[]>();
  #server: Server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    await new Promise<void>((ready) => this.#server.listen(0, '127.0.0.1', ready));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** The answers to the requests for `id`, one after the other; the last one stays. */
  plan(id: string, ...answers: Answer[]): void {
    this.#plans.set(id, answers);
  }

  /** The requests for `id`. */
  of(id: string): Asked[] {
    return this.asked.filter(({ url, headers }) => url.endsWith(`/items/${id}`) || headers['x-item'] === id);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked: Asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      taken: 0,
    };
    this.asked.push(asked);
    response.on('close', () => {
      if (!response.writableFinished) asked.hungUpAt = Date.now();
    });
    const body = await text(request);
    const id = body === '' ? decodeURIComponent(asked.url.split(/[/?]/)[3] ?? '') : JSON.parse(body).id;
    asked.headers['x-item'] = id;
    const answers = this.#plans.get(id) ?? [];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    await (answer ?? json(200, { id }))(request, response, asked);
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
