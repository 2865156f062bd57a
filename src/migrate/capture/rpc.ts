import type { Readable, Writable } from 'node:stream';

type Json = Record<string, unknown>;

const ANSWER_MS = 60_000;

/** A bare MCP client over stdio: lists are compared as they were sent, before any library has read them. */
export class Rpc {
  private readonly waiting = new Map<number, (answer: Json | undefined) => void>();
  private count = 0;
  private rest = '';
  private over = false;

  constructor(
    private readonly input: Writable,
    output: Readable,
    ended: Promise<unknown>,
  ) {
    output.setEncoding('utf8').on('data', (text: string) => this.receive(text));
    void ended.then(() => this.giveUp());
  }

  /** The result; undefined when the server answers with an error, not in time, or has ended. */
  async ask(method: string, params: Json = {}): Promise<Json | undefined> {
    const result = (await this.request(method, params, ANSWER_MS))?.['result'];
    return typeof result === 'object' && result !== null ? (result as Json) : undefined;
  }

  /** The whole answer, with `result` or `error`; undefined when it does not come in time, or the server has ended. */
  async request(method: string, params: Json, timeoutMs: number): Promise<Json | undefined> {
    if (this.over) return undefined;
    const id = ++this.count;
    const answer = new Promise<Json | undefined>((resolve) => this.waiting.set(id, resolve));
    this.send({ jsonrpc: '2.0', id, method, params });
    const timer = setTimeout(() => this.settle(id, undefined), timeoutMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  send(message: Json): void {
    this.input.write(`${JSON.stringify(message)}\n`);
  }

  private receive(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      try {
        const message = JSON.parse(line) as Json;
        if (message['method'] !== undefined) this.decline(message);
        else if (typeof message['id'] === 'number') this.settle(message['id'], message);
      } catch {
        // Programs print to stdout what they should not; the original's clients skip such lines, too.
      }
    }
  }

  /** Sampling, roots and questions to a person are none of this client's. */
  private decline({ id }: Json): void {
    const error = { code: -32_601, message: 'This client cannot do that.' };
    if (id !== undefined) this.send({ jsonrpc: '2.0', id, error });
  }

  private settle(id: number, answer: Json | undefined): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }

  private giveUp(): void {
    this.over = true;
    for (const id of [...this.waiting.keys()]) this.settle(id, undefined);
  }
}
