/** MCP over stdin and stdout: unreadable lines are answered, and calls that were read can finish when stdin ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { describeError, log } from './log.js';
import { isRecord } from './text.js';
import type { ToolServer } from './tools.js';

/** Milliseconds for calls that still run when stdin ends. */
const DRAIN_MS = 2_000;

const PARSE_ERROR = { code: -32_700, message: 'Parse error: the line is not JSON' };
const INVALID_REQUEST = { code: -32_600, message: 'Invalid request: not a JSON-RPC message' };

/** A request, a notification or an answer (JSON-RPC 2.0, sections 4 and 5). */
function isMessage(value: unknown): boolean {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return false;
  const { id, method, params } = value;
  const hasId = typeof id === 'string' || typeof id === 'number';
  if (method === undefined) return hasId && ('result' in value || 'error' in value);
  return (
    typeof method === 'string' &&
    (id === undefined || hasId) &&
    (params === undefined || isRecord(params))
  );
}

class StdioLines implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  #rest = '';
  readonly #drain: () => Promise<void>;

  constructor(drain: () => Promise<void>) {
    this.#drain = drain;
  }

  start(): Promise<void> {
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk: string) => this.#read(chunk));
    process.stdin.once('end', () => void this.#end());
    // A client that is gone reads no more: there is nobody left to serve.
    process.stdout.once('error', () => void this.close());
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
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#write({ jsonrpc: '2.0', id: null, error: PARSE_ERROR });
      return;
    }
    if (isMessage(message)) this.onmessage?.(message as JSONRPCMessage);
    else this.#write({ jsonrpc: '2.0', id: null, error: INVALID_REQUEST });
  }

  #write(message: unknown): void {
    process.stdout.write(`${JSON.stringify(message)}\n`);
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#write(message);
    return Promise.resolve();
  }

  close(): Promise<void> {
    process.stdin.pause();
    this.onclose?.();
    return Promise.resolve();
  }
}

/** Serves until stdin ends or `signal` is aborted; calls that still run are cancelled then. */
export async function serveStdin(tools: ToolServer, signal: AbortSignal): Promise<void> {
  const drain = async (): Promise<void> => {
    const end = performance.now() + DRAIN_MS;
    await sleep(100); // until the last call has begun
    while (tools.running > 0 && performance.now() < end) await sleep(50);
  };
  const transport = new StdioLines(drain);
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('close', resolve);
    process.stdin.once(
      'end',
      () =>
        void drain()
          .then(() => sleep(50))
          .then(resolve),
    );
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const served = serveStdio(() => tools.connection(), {
    transport,
    onerror: (error) => log('warning', 'connection', describeError(error)),
  });
  await ended;
  await served.close();
}
