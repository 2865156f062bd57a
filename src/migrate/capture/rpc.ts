import type { Readable, Writable } from 'node:stream';

type Json = Record<string, unknown>;

const ANSWER_MS = 60_000;

/** A bare MCP client over stdio: lists are compared as they were sent, before any library has read them. */
export class Rpc {
  private readonly waiting = new Map<number, (answer: Json | undefined) => void>();
  private count = 0;
  private rest = '';

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
    const id = ++this.count;
    const answer = new Promise<Json | undefined>((resolve) => this.waiting.set(id, resolve));
    this.send({ jsonrpc: '2.0', id, method, params });
    const timer = setTimeout(() => this.settle(id, undefined), ANSWER_MS);
    try {
      const said = await answer;
      const result = said?.['result'];
      return typeof result === 'object' && result !== null ? (result as Json) : undefined;
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
        if (typeof message['id'] === 'number' && message['method'] === undefined)
          this.settle(message['id'], message);
      } catch {
        // Programs print to stdout what they should not; the original's clients skip such lines, too.
      }
    }
  }

  private settle(id: number, answer: Json | undefined): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }

  private giveUp(): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, undefined);
  }
}
