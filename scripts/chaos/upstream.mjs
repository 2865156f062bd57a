// The API that the server under test asks: right most of the time, and wrong in every way of faults.mjs the rest of it.
import { createServer } from 'node:http';
import { FAULTS } from './faults.mjs';
import { chance, pick, proofOf, sleep } from './random.mjs';

export const TOKEN = 'planted-token-for-the-api-7d1f3c5b9a';

/** What has come of a call: how often it was asked, what went wrong, and the bodies that may be shown for it. */
const fresh = () => ({ requests: 0, method: '', faults: [], bodies: [] });

export class Upstream {
  calls = new Map();
  /** Requests that were not what the call meant. */
  misread = [];
  open = 0;

  constructor({ seed, rate }) {
    this.seed = seed;
    this.rate = rate;
    // A connection that is closed in the moment of a request is a fault, and those are planned.
    this.server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
      this.open += 1;
      response.once('close', () => {
        this.open -= 1;
      });
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  async start() {
    await new Promise((ready) => this.server.listen(0, '127.0.0.1', ready));
    this.url = `http://127.0.0.1:${this.server.address().port}/v1`;
    return this;
  }

  /** Ends idle connections: what is still open then has been forgotten by somebody. */
  rest() {
    this.server.closeIdleConnections();
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  /** What is known of a call; forgotten by being told. */
  take(id) {
    const record = this.calls.get(id) ?? fresh();
    this.calls.delete(id);
    return record;
  }

  async answer(request, response) {
    const body = await bodyOf(request);
    const id = idOf(request, body);
    const record = this.calls.get(id) ?? fresh();
    this.calls.set(id, record);
    record.requests += 1;
    record.method = request.method;
    this.inspect(request, body, id);
    const isText = request.url.endsWith('/notes');
    const good = isText ? `notes of ${id}: ${proofOf(id)}` : JSON.stringify(itemOf(id));
    const said = (text) => record.bodies.push(text);
    const serve = () => {
      said(good);
      const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
      response.writeHead(200, { 'content-type': type }).end(good);
    };
    await sleep(chance(this.seed, id, record.requests, 'delay') * 40);
    if (chance(this.seed, id, record.requests) > this.rate) return serve();
    const fault = pick(FAULTS, this.seed, id, record.requests);
    record.faults.push(fault.name);
    return fault.act({ request, response, id, isText, good, said, serve });
  }

  /** The request must be the one that the call means: its credential, its path and its body, and nothing of another call. */
  inspect(request, body, id) {
    const wrong = [
      request.headers.authorization === `Bearer ${TOKEN}` ? '' : 'authorization',
      request.method === 'POST' || request.method === 'PUT'
        ? body?.name === `name of ${id}`
          ? ''
          : 'body'
        : '',
    ].filter(Boolean);
    if (wrong.length > 0) this.misread.push(`${request.method} ${request.url}: ${wrong.join(', ')}`);
  }
}

export const itemOf = (id) => ({ id, name: `name of ${id}`, proof: proofOf(id) });

function idOf(request, body) {
  const url = new URL(request.url, 'http://upstream');
  return body?.id ?? url.searchParams.get('q') ?? decodeURIComponent(url.pathname.split('/')[3] ?? '');
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}
