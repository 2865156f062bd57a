import type { Readable, Writable } from 'node:stream';

/**
 * JSON-RPC, a message per line, over a child's streams (MCP, "stdio" transport). The clients' own transports start the process
 * themselves and keep its exit code; here starting, group, environment and end stay with `start.ts`.
 */
export class PipeTransport {
  onmessage?: ((message: unknown) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  /** What the client settled on, where it says so. */
  protocolVersion: string | undefined;
  /** Lines of standard output that are no message: such a server is broken for every client. */
  readonly noise: string[] = [];
  private rest = '';
  private closed = false;

  constructor(
    private readonly input: Writable,
    private readonly output: Readable,
    ended: Promise<unknown>,
  ) {
    void ended.then(() => this.close());
  }

  setProtocolVersion = (version: string): void => {
    this.protocolVersion = version;
  };

  async start(): Promise<void> {
    this.output.setEncoding('utf8').on('data', (text: string) => this.receive(text));
  }

  async send(message: unknown): Promise<void> {
    if (this.closed) throw new Error('the server has ended');
    this.input.write(`${JSON.stringify(message)}\n`);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.();
  }

  private receive(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') this.deliver(line);
  }

  private deliver(line: string): void {
    const message = parsed(line);
    if (message === undefined) this.noise.push(line.slice(0, 200));
    else this.onmessage?.(message);
  }
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
