import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTls, TLSSocket } from 'node:tls';
import { throwawayCertificate } from './certificate.js';
import { sentRequest } from './request.js';
import type { SentRequest, StubAnswer } from './types.js';

/** Stands in for every service of the world: one port of this machine, plain or TLS, that gives one answer and keeps what it was sent. */
export interface Stub {
  readonly port: number;
  answer: StubAnswer;
  /** What has arrived since the last time. */
  readonly take: () => SentRequest[];
  readonly close: () => Promise<void>;
}

/** First byte of a TLS handshake. */
const HANDSHAKE = 0x16;
const MAX_BODY_BYTES = 4_000_000;

export async function startStub(answer: StubAnswer): Promise<Stub> {
  const arrived: SentRequest[] = [];
  const open = new Set<Socket>();
  const web = createHttp((request, response) => {
    void bodyOf(request).then((body) => {
      const secure = request.socket instanceof TLSSocket;
      arrived.push(sentRequest(request, secure ? 'https' : 'http', body));
      reply(response, stub.answer);
    });
  });
  // Programs that only know proxies are told no, which both servers see alike.
  web.on('connect', (request, socket) => {
    arrived.push(sentRequest(request, 'https', ''));
    socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
  });
  const secure = createTls(throwawayCertificate(), (socket) => web.emit('connection', socket));
  secure.on('tlsClientError', () => undefined);
  const front = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === HANDSHAKE ? secure : web).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const stub: Stub = {
    port: (front.address() as AddressInfo).port,
    answer,
    take: () => arrived.splice(0),
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
  return stub;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= MAX_BODY_BYTES) parts.push(part);
    }
  } catch {
    // The client went away; what it had sent is still what it had sent.
  }
  return Buffer.concat(parts).toString('utf8');
}

function reply(response: ServerResponse, { status, type, body }: StubAnswer): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
