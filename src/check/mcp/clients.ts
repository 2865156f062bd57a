/** The two checking clients behind one interface. Each costs more than 100 ms to load, so both are imported when first used. */
import type { JsonValue } from '../../model/types.js';
import type { ListedTool } from './compare.js';
import type { PipeTransport } from './pipe-transport.js';

export interface CallAnswer {
  readonly isError: boolean;
  /** As the server sent them. */
  readonly content: readonly unknown[];
  readonly structured: unknown;
}

export interface McpClient {
  /** The protocol revision that both sides settled on. */
  readonly version: string;
  readonly list: () => Promise<ListedTool[]>;
  readonly call: (name: string, args: Readonly<Record<string, JsonValue>>) => Promise<CallAnswer>;
  /** Ends the session; not the server. */
  readonly close: () => Promise<void>;
}

/** Where a server is reached. */
export type Reach = { readonly pipe: PipeTransport } | { readonly url: URL };
export type Connect = (reach: Reach) => Promise<McpClient>;

const INFO = { name: 'create-mcp-server-check', version: '1.0.0' };
/** Starting Python, importing a large server and listing its tools on a busy machine. */
const CONNECT_TIMEOUT_MS = 60_000;
const CALL_TIMEOUT_MS = 30_000;
/** More pages than any list that a model could use. */
const MAX_PAGES = 100;

/** The session-based revisions, through `@modelcontextprotocol/sdk`. */
export const connectSession: Connect = async (reach) => {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client(INFO, { capabilities: {} });
  const timeout = { timeout: CALL_TIMEOUT_MS };
  const transport = 'pipe' in reach ? reach.pipe : await sessionHttp(reach.url);
  // The SDK's own transport declares `sessionId` otherwise than its interface does under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<typeof client.connect>[0], { timeout: CONNECT_TIMEOUT_MS });
  return {
    version: transport.protocolVersion ?? 'unknown',
    list: () => allPages((cursor) => client.listTools(cursor, timeout)),
    call: async (name, args) =>
      answerFrom(await client.callTool({ name, arguments: { ...args } }, undefined, timeout)),
    close: async () => {
      if ('terminateSession' in transport) await transport.terminateSession().catch(() => undefined);
      await client.close();
    },
  };
};

async function sessionHttp(url: URL) {
  const { StreamableHTTPClientTransport } = await import(
    '@modelcontextprotocol/sdk/client/streamableHttp.js'
  );
  return new StreamableHTTPClientTransport(url);
}

/** The stateless revision 2026-07-28, through `@modelcontextprotocol/client`; anything else is refused. */
export const connectStateless: Connect = async (reach) => {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(INFO, { capabilities: {}, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  const timeout = { timeout: CALL_TIMEOUT_MS };
  const transport = 'pipe' in reach ? reach.pipe : new StreamableHTTPClientTransport(reach.url);
  await client.connect(transport, { timeout: CONNECT_TIMEOUT_MS });
  return {
    version: client.getNegotiatedProtocolVersion() ?? 'unknown',
    list: () => allPages((cursor) => client.listTools(cursor, timeout)),
    call: async (name, args) => answerFrom(await client.callTool({ name, arguments: { ...args } }, timeout)),
    close: () => client.close(),
  };
};

interface Page {
  readonly tools: readonly ListedTool[];
  readonly nextCursor?: string | undefined;
}

async function allPages(page: (cursor?: { cursor: string }) => Promise<Page>): Promise<ListedTool[]> {
  const tools: ListedTool[] = [];
  let cursor: string | undefined;
  for (let i = 0; i < MAX_PAGES; i++) {
    const got = await page(cursor === undefined ? undefined : { cursor });
    tools.push(...got.tools);
    cursor = got.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

const answerFrom = (result: Record<string, unknown>): CallAnswer => ({
  isError: result['isError'] === true,
  content: Array.isArray(result['content']) ? result['content'] : [],
  structured: result['structuredContent'],
});
