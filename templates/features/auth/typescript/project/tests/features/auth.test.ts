/** Who may call which tool. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Auth, readScopes, requireScope } from '../../src/features/auth.js';
import { configureLog } from '../../src/runtime/log.js';
import type { ToolServer } from '../../src/runtime/tools.js';
import { PETS, petServer } from '../runtime/pets.js';
import { type Serving, serving } from './serving.js';

const RESOURCE = 'https://mcp.example.com/mcp';
const ISSUER = 'https://issuer.example.com';
const ARGS = { pet_id: 1 };

beforeEach(() => {
  configureLog('critical');
  for (const name of ['MCP_SCOPES', 'MCP_TOOL_SCOPES']) vi.stubEnv(name, '');
});
afterEach(() => vi.unstubAllEnvs());

/** `get_pet` says that it changes nothing, `delete_pet` does not; `count` is written by hand. */
function guarded(): ToolServer {
  const reading = { annotations: { readOnlyHint: true } };
  const tools = PETS.map((tool) => ({ ...tool, ...(tool.name === 'get_pet' ? reading : {}) }));
  const server = petServer(undefined, { tools, extensions: [new Auth()] });
  const custom = { description: 'Count.', input: z.object({}), ...reading };
  server.custom('count', custom, (_, call) => {
    requireScope('books:admin', call);
    return 3;
  });
  return server;
}

async function called(name: string, args = {}) {
  const { content, isError = false } = await guarded().call(name, args);
  return { isError, text: content.map((part) => (part.type === 'text' ? part.text : '')).join() };
}

describe('callers without a JWT', () => {
  it('may read, and no more', async () => {
    expect((await called('get_pet', ARGS)).isError).toBe(false);
    const { isError, text } = await called('delete_pet', ARGS);
    expect(isError).toBe(true);
    expect(text).toContain('insufficient_scope: this tool needs the scope write');
  });

  it('may do more where the owner says so', async () => {
    vi.stubEnv('MCP_SCOPES', 'read,write');
    expect((await called('delete_pet', ARGS)).isError).toBe(false);
  });

  it('need the scope that a tool asks for', async () => {
    expect((await called('count')).text).toContain('needs the scope books:admin');
    vi.stubEnv('MCP_SCOPES', 'read books:admin');
    expect((await called('count')).text).toBe('3');
    vi.stubEnv('MCP_TOOL_SCOPES', 'get_pet=secret, delete_pet = read');
    expect((await called('get_pet', ARGS)).text).toContain('needs the scope secret');
    expect((await called('delete_pet', ARGS)).isError).toBe(false);
  });
});

describe('a JWT', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let server: Serving;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
  });
  beforeEach(async () => {
    vi.stubEnv('MCP_RESOURCE_URL', RESOURCE);
    vi.stubEnv('MCP_JWT_AUDIENCE', RESOURCE);
    vi.stubEnv('MCP_JWT_ISSUER', ISSUER);
    server = await serving(guarded(), { MCP_JWT_PUBLIC_KEY: await exportSPKI(keys.publicKey) });
  });
  afterEach(() => server.stop());

  async function authorization(claims: JWTPayload): Promise<Record<string, string>> {
    const payload = { aud: RESOURCE, iss: ISSUER, exp: 4_000_000_000, ...claims };
    const token = new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);
    return { authorization: `Bearer ${await token}` };
  }

  it('has to be there, and clients find who gives it', async () => {
    const refused = await server.call('get_pet', ARGS);
    const at =
      'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"';
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain(at);
    for (const path of ['', '/mcp']) {
      const found = await server.get(`/.well-known/oauth-protected-resource${path}`);
      expect(JSON.parse(found.text)).toEqual({
        resource: RESOURCE,
        authorization_servers: [ISSUER],
        scopes_supported: ['read', 'write'],
        bearer_methods_supported: ['header'],
      });
    }
  });

  it.each([
    [{ scope: 'read' }, 'get_pet', '"pet_id":1'],
    [{ scope: 'read' }, 'delete_pet', 'needs the scope write'],
    [{ scp: ['read', 'write'] }, 'delete_pet', '"pet_id":1'],
    [{}, 'get_pet', 'The caller has: none'],
  ])('has the scopes that its issuer gave: %j %s', async (claims, tool, says) => {
    const answer = await server.call(tool, ARGS, await authorization(claims));
    expect(answer.status).toBe(200);
    expect(answer.text.replaceAll('\\', '')).toContain(says);
  });

  it.each(['legacy', 'auto'] as const)(
    'counts for clients of each protocol era: %s',
    async (mode) => {
      const client = new Client(
        { name: 'tests', version: '1.0.0' },
        { versionNegotiation: { mode } },
      );
      const requestInit = { headers: await authorization({ scope: 'write' }) };
      const address = new URL(`${server.url}/mcp`);
      await client.connect(new StreamableHTTPClientTransport(address, { requestInit }));
      const call = (name: string) => client.callTool({ name, arguments: ARGS });
      expect((await call('delete_pet')).isError ?? false).toBe(false);
      expect((await call('get_pet')).isError).toBe(true);
      await client.close();
    },
  );

  it.each([{ aud: 'https://other' }, { iss: 'x' }, { exp: 1 }])(
    'of others is refused: %j',
    async (claims) => {
      const headers = await authorization({ scope: 'read write', ...claims });
      expect((await server.call('get_pet', ARGS, headers)).status).toBe(401);
    },
  );
});

describe('wrong settings are refused', () => {
  it.each([
    ['MCP_TOOL_SCOPES', 'look', 'delete_book=admin'],
    ['MCP_RESOURCE_URL', 'mcp.example.com', 'must be an address'],
    ['MCP_RESOURCE_URL', `${RESOURCE}?a`, 'must be an address'],
  ])('%s=%s', (name, value, says) => {
    vi.stubEnv(name, value);
    expect(() => new Auth()).toThrow(says);
  });

  it('tokens for another resource', () => {
    vi.stubEnv('MCP_RESOURCE_URL', RESOURCE);
    vi.stubEnv('MCP_JWT_AUDIENCE', 'other');
    expect(() => new Auth()).toThrow('the same as');
    expect(() => readScopes(['a='])).toThrow('MCP_TOOL_SCOPES');
  });
});

afterAll(() => vi.unstubAllEnvs());
