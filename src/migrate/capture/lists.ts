import { start } from '../../check/start.js';
import type { JsonObject } from '../../model/types.js';
import { lastLines } from './last-lines.js';
import { Rpc } from './rpc.js';

type Json = Record<string, unknown>;

/** What a server says that it offers, as sent. */
export interface Lists {
  readonly instructions: string;
  readonly tools: readonly Json[];
  readonly resources: readonly Json[];
  readonly resourceTemplates: readonly Json[];
  readonly prompts: readonly Json[];
}

export interface ServerCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const MAX_PAGES = 50;
const GRACE_MS = 3_000;

/** A server that runs and has said what it offers. */
export interface Session {
  readonly lists: Lists;
  readonly rpc: Rpc;
}

/** Starts a server over stdio, asks for its lists, and ends it after `work`. The last lines of stderr when it does not answer. */
export async function withServer<T>(
  server: ServerCommand,
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<{ readonly done: T } | { readonly said: string }> {
  const { command, cwd, env } = server;
  const running = await start(command, { cwd, env, signal, stdio: 'pipe' });
  const rpc = new Rpc(running.stdin, running.stdout, running.ended);
  try {
    const found = await rpc.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'create-mcp-server-migrate', version: '1' },
    });
    if (found === undefined) return { said: lastLines(running.said()) };
    rpc.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return { done: await work({ lists: await listsOf(rpc, found), rpc }) };
  } finally {
    await running.stop('eof', GRACE_MS);
  }
}

async function listsOf(rpc: Rpc, found: Json): Promise<Lists> {
  const can = (found['capabilities'] ?? {}) as Json;
  const all = (method: string, key: string, capability: string): Promise<Json[]> =>
    capability in can ? pages(rpc, method, key) : Promise.resolve([]);
  return {
    instructions: typeof found['instructions'] === 'string' ? found['instructions'] : '',
    tools: await all('tools/list', 'tools', 'tools'),
    resources: await all('resources/list', 'resources', 'resources'),
    resourceTemplates: await all('resources/templates/list', 'resourceTemplates', 'resources'),
    prompts: await all('prompts/list', 'prompts', 'prompts'),
  };
}

async function pages(rpc: Rpc, method: string, key: string): Promise<Json[]> {
  const found: Json[] = [];
  let cursor: unknown;
  for (let i = 0; i < MAX_PAGES; i++) {
    const page: Json | undefined = await rpc.ask(method, cursor === undefined ? {} : { cursor });
    const items = page?.[key];
    if (Array.isArray(items)) found.push(...(items as Json[]));
    cursor = page?.['nextCursor'];
    if (cursor === undefined || cursor === null) break;
  }
  return found;
}

/** The recorded lists as the tests of the new project want them: names, and the parameters of each tool. */
export function offersOfLists({ tools, prompts }: Lists): JsonObject {
  const names = (list: readonly Json[]): string[] => list.map(({ name }) => String(name));
  const properties = (tool: Json): string[] => {
    const schema = (tool['inputSchema'] ?? {}) as Json;
    return Object.keys((schema['properties'] ?? {}) as Json).toSorted();
  };
  return {
    tool: names(tools),
    prompt: names(prompts),
    arguments: Object.fromEntries(tools.map((tool) => [String(tool['name']), properties(tool)])),
  };
}
