import type { Lists, ServerCommand, Session } from '../capture/lists.js';
import { withServer } from '../capture/lists.js';
import type { Stub } from './stub.js';
import { startStub } from './stub.js';
import type { CallResult, PlannedCall, Run, Scenario } from './types.js';

type Json = Readonly<Record<string, unknown>>;

/** A call that takes longer is given up in both servers; together they may take `RUN_MS`. */
const CALL_MS = 20_000;
const RUN_MS = 240_000;

export interface Observation {
  readonly lists: Lists;
  readonly run: Run;
}

/** A server as it is started when it must only reach the stub on `port`. */
export type CommandFor = (port: number) => ServerCommand;

/**
 * Starts a server whose only neighbour is a stub, and makes the calls that `plan` finds in its lists. What it said when it did not
 * start. The calls that no time was left for have no results.
 */
export async function observe(
  commandFor: CommandFor,
  scenario: Scenario,
  plan: (lists: Lists) => readonly PlannedCall[],
  signal: AbortSignal,
): Promise<Observation | { readonly said: string }> {
  const stub = await startStub(scenario.answer);
  try {
    const server = commandFor(stub.port);
    const ended = await withServer(server, signal, async (session) => {
      const startup = stub.take();
      const made = await makeCalls(session, stub, plan(session.lists));
      const results = withoutPaths(made, server);
      return { lists: session.lists, run: { scenario: scenario.name, startup, results } };
    });
    return 'done' in ended ? ended.done : ended;
  } finally {
    await stub.close();
  }
}

/** Each run has a home of its own: in what a server says of it, the place does not count. */
const withoutPaths = (results: readonly CallResult[], { cwd }: ServerCommand): CallResult[] =>
  JSON.parse(JSON.stringify(results).replaceAll(JSON.stringify(cwd).slice(1, -1), '@home')) as CallResult[];

async function makeCalls({ rpc }: Session, stub: Stub, calls: readonly PlannedCall[]): Promise<CallResult[]> {
  const results: CallResult[] = [];
  const until = performance.now() + RUN_MS;
  for (const { method, params } of calls) {
    if (performance.now() > until) break;
    const answer = await rpc.request(method, params, CALL_MS);
    results.push(resultOf(answer, stub));
  }
  return results;
}

function resultOf(answer: Json | undefined, stub: Stub): CallResult {
  const requests = stub.take();
  const { result, error } = answer ?? {};
  if (typeof result === 'object' && result !== null) return { requests, ...readResult(result as Json) };
  const failure =
    answer === undefined ? 'no answer' : String((error as Json | undefined)?.['message'] ?? 'error');
  return { requests, failure, isError: true, content: [] };
}

function readResult(result: Json): Omit<CallResult, 'requests'> {
  const items = [result['content'], result['contents'], result['messages']].find(Array.isArray) as
    | readonly Json[]
    | undefined;
  const structured = result['structuredContent'];
  return {
    isError: result['isError'] === true,
    content: (items ?? []).map(contentText),
    ...(structured === undefined || structured === null ? {} : { structured }),
  };
}

/** `{ role, content }` of a prompt, `{ uri, text }` of a resource, `{ type, text }` of a tool. */
function contentText(item: Json): string {
  const { role, content, text, data, blob, type, mimeType } = item;
  if (typeof content === 'object' && content !== null)
    return `${String(role)}: ${contentText(content as Json)}`;
  if (typeof text === 'string') return text;
  const bytes = [data, blob].find((one) => typeof one === 'string') as string | undefined;
  return bytes === undefined
    ? JSON.stringify(item)
    : `${String(type ?? mimeType)} of ${bytes.length} characters`;
}
