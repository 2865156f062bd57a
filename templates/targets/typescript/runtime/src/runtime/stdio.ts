/** MCP over stdin and stdout: unreadable lines are answered, and calls that were read can finish when stdin ends. */
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { describeError, log } from './log.js';
import { readMessage } from './messages.js';
import type { ToolServer } from './tools.js';

/** Milliseconds for calls that still run when stdin ends. */
const DRAIN_MS = 2_000;

/** Where messages come from, one a line, and where they go. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

class StdioLines implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  /** Settles when there is nothing more to serve. */
  readonly closed: Promise<void>;
  #settle: () => void = () => undefined;
  #rest = '';
  readonly #streams: Streams;
  readonly #drain: () => Promise<void>;

  constructor(streams: Streams, drain: () => Promise<void>) {
    this.#streams = streams;
    this.#drain = drain;
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  start(): Promise<void> {
    const { input, output } = this.#streams;
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => this.#read(chunk));
    input.once('end', () => void this.#end());
    input.once('error', () => void this.close());
    // A client that is gone reads no more: there is nobody left to serve.
    output.once('error', () => void this.close());
    return Promise.resolve();
  }

  #read(chunk: string): void {
    const lines = `${this.#rest}${chunk}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  async #end(): Promise<void> {
    if (this.#rest !== '') this.#take(this.#rest);
    await this.#drain();
    await this.close();
  }

  #take(line: string): void {
    if (line.trim() === '') return;
    const read = readMessage(line);
    if ('error' in read) this.#write(read.error);
    else this.onmessage?.(read.message as JSONRPCMessage);
  }

  #write(message: unknown): void {
    this.#streams.output.write(`${JSON.stringify(message)}\n`);
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#write(message);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#streams.input.pause();
    this.#settle();
    this.onclose?.();
    return Promise.resolve();
  }
}

/** Serves until the input ends or `signal` is aborted; calls that still run are cancelled then. */
export async function serveStdin(
  tools: ToolServer,
  signal: AbortSignal,
  streams: Streams = { input: process.stdin, output: process.stdout },
): Promise<void> {
  const drain = async (): Promise<void> => {
    const end = performance.now() + DRAIN_MS;
    await sleep(100); // until the last call has begun
    while (tools.running > 0 && performance.now() < end) await sleep(50);
    await sleep(50); // until its answer is written
  };
  const transport = new StdioLines(streams, drain);
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const served = serveStdio(() => tools.connection(), {
    transport,
    onerror: (error) => log('warning', 'connection', describeError(error)),
  });
  await Promise.race([transport.closed, stopped]);
  await served.close();
}
