/**
 * Stands between an MCP client and the server, and writes down which tools the client calls: `node recorder.js CALLS_FILE SERVER`.
 * Calls of tools are answered here, so that an evaluation changes nothing in the API; with MCP_EVALS_LIVE=1 they go on to the server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Tools that only look something up in the server. */
const FINDERS = ['search_operations', 'describe_operation'];

/** One session. */
export class Recorder {
  /** `calls`: the file that gets a line for each call. `isLive`: whether the server answers calls. */
  constructor(
    readonly calls: string,
    readonly isLive: boolean,
  ) {}

  /** Writes down a call; the answer to it, or undefined for what the server has to see. */
  answer(line: string): string | undefined {
    const message = parsed(line);
    const name = String(message?.params?.name);
    if (message?.method !== 'tools/call' || FINDERS.includes(name)) return undefined;
    const call = { tool: name, arguments: message.params?.arguments ?? {} };
    appendFileSync(this.calls, `${JSON.stringify(call)}\n`);
    return this.isLive ? undefined : done(message.id);
  }
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: { readonly name?: unknown; readonly arguments?: unknown };
}

/** Undefined for a line that is no message. */
function parsed(line: string): Message | undefined {
  try {
    return (JSON.parse(line) ?? undefined) as Message | undefined;
  } catch {
    return undefined;
  }
}

function done(id: unknown): string {
  const text = 'Done. This is an evaluation: nothing was sent to the API.';
  const result = { content: [{ type: 'text', text }], isError: false, resultType: 'complete' };
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

/** Passes lines on in both directions until the client is gone; gives the exit code of the server. */
export async function record(
  recorder: Recorder,
  [program = '', ...args]: readonly string[],
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<number> {
  const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(server, 'close');
  createInterface({ input: server.stdout }).on('line', (line) => output.write(`${line}\n`));
  for await (const line of createInterface({ input })) {
    const answer = recorder.answer(line);
    if (answer === undefined) server.stdin.write(`${line}\n`);
    else output.write(`${answer}\n`);
  }
  server.stdin.end();
  const [code] = await ended;
  return Number(code ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [calls = '', server = ''] = process.argv.slice(2);
  const recorder = new Recorder(calls, process.env['MCP_EVALS_LIVE'] === '1');
  const streams = { input: process.stdin, output: process.stdout };
  process.exitCode = await record(recorder, [process.execPath, server], streams);
}
