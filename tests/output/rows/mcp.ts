/** MCP as plain messages, so that wrong ones can be sent too. Revision 2026-07-28: each request stands for itself. */
import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';

const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'rows', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const ANSWER_MS = 15_000;

export interface Message {
  readonly id?: number | null;
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text?: string }[];
    readonly tools?: readonly { readonly name: string; readonly inputSchema: object }[];
  };
  readonly error?: { readonly code: number; readonly message: string };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly message?: Message;
}

export const method = (id: number, name: string, params: object) => ({
  ...{ jsonrpc: '2.0', id, method: name },
  params: { ...params, _meta: META },
});

/** What a model reads of an answer, and whether it is an error. */
export function shown(message: Message | undefined): { isError: boolean; text: string } {
  const { result } = message ?? {};
  return { isError: result?.isError ?? false, text: result?.content?.[0]?.text ?? JSON.stringify(message) };
}

export interface Exchange {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Posts a body as it is. `headers` win; what is an empty string in them is left out. */
export function post(
  url: string,
  body: string | Buffer,
  { headers = {}, signal }: Exchange = {},
): Promise<HttpAnswer> {
  const usual = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': REVISION,
  };
  const given = Object.fromEntries(
    Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== ''),
  );
  return new Promise((done, failed) => {
    const options = {
      method: 'POST',
      headers: given,
      timeout: ANSWER_MS,
      ...(signal === undefined ? {} : { signal }),
    };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const message = messageIn(Buffer.concat(chunks).toString());
        const { statusCode = 0, headers: got } = response;
        done({ status: statusCode, headers: got, ...(message === undefined ? {} : { message }) });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', failed);
    sent.end(body);
  });
}

function messageIn(text: string): Message | undefined {
  const last = text.startsWith('{') ? text : [...text.matchAll(/^data: ?(\{.+)$/gm)].at(-1)?.[1];
  try {
    return last === undefined ? undefined : JSON.parse(last);
  } catch {
    return undefined;
  }
}

/** Calls a tool over HTTP. */
export const callHttp = (
  url: string,
  name: string,
  args: object,
  exchange: Exchange = {},
): Promise<HttpAnswer> =>
  post(url, JSON.stringify(method(1, 'tools/call', { name, arguments: args })), {
    ...exchange,
    headers: { 'mcp-method': 'tools/call', 'mcp-name': name, ...exchange.headers },
  });

/** A server over stdio. */
export class Stdio {
  readonly lines: string[] = [];
  stderr = '';
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  readonly child: ChildProcess;
  #rest = '';
  #wake: (() => void)[] = [];

  constructor(command: readonly string[], env: Record<string, string>) {
    const [program = '', ...args] = command;
    this.child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.ended = new Promise((done) => this.child.once('close', (code, signal) => done({ code, signal })));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
  }

  #hear(text: string): void {
    const parts = (this.#rest + text).split('\n');
    this.#rest = parts.pop() ?? '';
    this.lines.push(...parts);
    for (const wake of this.#wake.splice(0)) wake();
  }

  send(line: string | Buffer | object): void {
    const isRaw = typeof line === 'string' || Buffer.isBuffer(line);
    this.child.stdin?.write(isRaw ? line : JSON.stringify(line));
    this.child.stdin?.write('\n');
  }

  /** The first message on stdout that `wanted` accepts. */
  async message(wanted: (message: Message) => boolean): Promise<Message> {
    const until = Date.now() + ANSWER_MS;
    for (;;) {
      const found = this.messages().find(wanted);
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`no such message; stderr: ${this.stderr.slice(-500)}`);
      await Promise.race([
        new Promise<void>((wake) => this.#wake.push(wake)),
        new Promise((late) => setTimeout(late, 200)),
      ]);
    }
  }

  /** Everything on stdout. Throws on what is no message: nothing else may be there. */
  messages(): Message[] {
    return this.lines.map((line) => JSON.parse(line));
  }

  call(id: number, name: string, args: object): Promise<Message> {
    this.send(method(id, 'tools/call', { name, arguments: args }));
    return this.message((message) => message.id === id);
  }
}
