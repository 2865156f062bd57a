/** A stand-in for the API: it answers what a test says and remembers what it was asked. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Answer, ExpectedRequest } from './cases.js';

const BASE_PATH = '/base';

/** A request as it arrived; texts are still percent-encoded. */
export interface Arrived extends Omit<ExpectedRequest, 'headers'> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export class Upstream {
  answer: Answer = { status: 200 };
  requests: Arrived[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void arrived(request).then((one) => {
        this.requests.push(one);
        const bytes = answerBytes(this.answer);
        const { status, type = 'application/json' } = this.answer;
        response.writeHead(status, bytes === undefined ? {} : { 'content-type': type });
        response.end(bytes);
      });
    });
  }

  /** Listens on a free port of the loopback interface and gives the address. */
  start(): Promise<string> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = this.#server.address() as AddressInfo;
        resolve(`http://127.0.0.1:${port}${BASE_PATH}`);
      });
    });
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Forgets what was asked, and answers with this from now on. */
  reset(answer: Answer): void {
    this.answer = answer;
    this.requests = [];
  }
}

/** The body of an answer in a case. */
function answerBytes({ json, text, base64 }: Answer): Buffer | undefined {
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  if (text !== undefined) return Buffer.from(text);
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

const pairsOf = (text: string, separator: string): string[] =>
  text.split(separator).filter((part) => part !== '');

async function arrived(request: IncomingMessage): Promise<Arrived> {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const { headers, method = '' } = request;
  const type = headers['content-type'];
  const data = await buffer(request);
  return {
    method,
    path: path.slice(BASE_PATH.length),
    query: pairsOf(query, '&').sort(),
    headers,
    cookies: pairsOf(headers.cookie ?? '', '; '),
    ...(type === undefined ? {} : { body: await bodyOf(type, data) }),
  };
}

/** The body of a request in the words of a case. */
async function bodyOf(type: string, data: Buffer): Promise<unknown> {
  const kind = (type.split(';')[0] ?? '').trim();
  if (kind === 'multipart/form-data') return { type: kind, parts: partsOf(type, data) };
  if (kind === 'application/x-www-form-urlencoded') {
    return { type: kind, form: pairsOf(data.toString(), '&') };
  }
  if (/[/+.-]json$/.test(kind)) return { type, json: JSON.parse(data.toString()) };
  if (type.includes('charset')) return { type: kind, text: data.toString() };
  return { type, base64: data.toString('base64') };
}

/** The parts of a form (RFC 7578), read byte by byte. */
function partsOf(type: string, data: Buffer): unknown[] {
  const boundary = /boundary=(\S+)/.exec(type)?.[1] ?? '';
  const pieces = data.toString('latin1').split(`--${boundary}`).slice(1, -1);
  return pieces.map((piece) => {
    const end = piece.indexOf('\r\n\r\n');
    const head = Buffer.from(piece.slice(0, end), 'latin1').toString();
    const name = /; name="([^"]*)"/.exec(head)?.[1];
    const filename = /; filename="([^"]*)"/.exec(head)?.[1];
    const bytes = Buffer.from(piece.slice(end + 4, -2), 'latin1');
    return {
      name,
      ...(filename === undefined ? {} : { filename }),
      base64: bytes.toString('base64'),
    };
  });
}
