/** Tokens that are fetched and renewed: a real authorization server on the loopback interface. */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SchemeFactory } from '../../src/runtime/credentials.js';
import type { ApiClient } from '../../src/runtime/http.js';
import { configureLog } from '../../src/runtime/log.js';
import {
  oauth2AuthorizationCode,
  oauth2ClientCredentials,
  oauth2RefreshToken,
  type RefreshOptions,
} from '../../src/runtime/oauth.js';
import { allowSignIn } from '../../src/runtime/sign-in.js';
import { TokenFile } from '../../src/runtime/state.js';
import { Api, json, raw } from './api.js';

const GIVEN = { ID: 'id-1', SECRET: 'sec-123456', REFRESH: 'refresh-0' };
const PUBLIC = { ID: 'id-1', REFRESH: 'refresh-0' };
const UNREACHABLE = 'http://127.0.0.1:1/';

const api = new Api();
let folder = '';
let state = '';

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  configureLog('critical');
  api.reset();
  folder = mkdtempSync(join(tmpdir(), 'mcp-state-'));
  state = join(folder, 'state');
  vi.stubEnv('MCP_STATE_DIR', state);
  allowSignIn(true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const options = (more: Partial<RefreshOptions> = {}): RefreshOptions => ({
  ...{ idVariable: 'ID', secretVariable: 'SECRET', refreshVariable: 'REFRESH' },
  endpoints: { token: `${api.url}/token`, authorization: `${api.url}/sign-in?a=b` },
  ...more,
});
const scopes = ['read', 'write'];
const own = (more?: Partial<RefreshOptions>) => oauth2ClientCredentials(options(more));
const byRefreshToken = () => oauth2RefreshToken(options());
const bySignIn = () => oauth2AuthorizationCode(options({ scopes }));

const clientOf = (oauth: SchemeFactory, credentials: Record<string, string> = GIVEN): ApiClient =>
  api.client({ schemes: { oauth }, security: [['oauth']] }, { credentials });
const get = (client: ApiClient) => client.request('GET', '/a');
const token = (text: string, seconds: unknown = 3600) =>
  json({ access_token: text, expires_in: seconds });
const rotated = (text: string, refresh: string) =>
  json({ access_token: text, refresh_token: refresh });

/** The form that the token endpoint got. */
const form = (index: number): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(api.seen[index]?.body ?? ''));
const paths = (): string[] => api.seen.map(({ url }) => url);
const sent = (index: number): string | undefined => api.seen.at(index)?.headers.authorization;
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('client credentials', () => {
  it('give one token for all calls', async () => {
    api.reset(token('first-token'), json({}));
    const client = clientOf(own({ scopes: ['a', 'b'] }));
    await Promise.all([1, 2, 3, 4].map(() => get(client)));
    expect(paths()).toEqual(['/token', '/a', '/a', '/a', '/a']);
    expect(api.seen[0]?.body).toBe('grant_type=client_credentials&scope=a+b');
    expect(sent(0)).toBe(`Basic ${Buffer.from('id-1:sec-123456').toString('base64')}`);
    expect(new Set([1, 2, 3, 4].map(sent))).toEqual(new Set(['Bearer first-token']));
  });

  it('give a new token when the API has refused one', async () => {
    api.reset(token('first-token', 'soon'), json({}, 401), token('second-token'), json({}));
    const client = clientOf(own());
    await expect(get(client)).rejects.toThrow('answered 401');
    await get(client);
    expect(sent(-1)).toBe('Bearer second-token');
  });

  it('belong to one client', async () => {
    const oauth = own();
    for (const text of ['token-of-ann', 'token-of-bob']) {
      api.reset(token(text), json({}));
      await get(clientOf(oauth));
      expect(sent(-1)).toBe(`Bearer ${text}`);
    }
  });

  it.each([
    ['refuses', json({ error: 'invalid_client' }, 400)],
    ['has a web page', raw('<html>')],
    ['has another kind of token', json({ access_token: 7 })],
  ])('are of no use where the token endpoint %s', async (_, answer) => {
    api.reset(answer);
    const failed = get(clientOf(own()));
    await expect(failed).rejects.toThrow('the token endpoint gave no token; check client id');
    await expect(failed).rejects.not.toThrow('sec-123456');
  });

  it('are of no use where the token endpoint is out of reach', async () => {
    const endpoints = { token: UNREACHABLE };
    const failed = get(clientOf(own({ endpoints })));
    await expect(failed).rejects.toThrow('the token endpoint could not be reached');
  });

  it('are fetched for others when one caller gives up', async () => {
    const stop = new AbortController();
    api.reset((response, seen) => {
      stop.abort();
      setTimeout(() => token('late-token')(response, seen), 50);
    }, json({}));
    const client = clientOf(own());
    const given = client.request('GET', '/given-up', {}, { signal: stop.signal });
    const other = get(client);
    await expect(given).rejects.toThrow();
    await other;
    expect(paths()).toEqual(['/token', '/a']);
  });
});

describe('a refresh token', () => {
  it('of the environment gives tokens', async () => {
    api.reset(token('first-token'), json({}));
    await get(clientOf(byRefreshToken()));
    expect(form(0)).toEqual({ grant_type: 'refresh_token', refresh_token: 'refresh-0' });
    expect(sent(1)).toBe('Bearer first-token');
  });

  it('of a client without secret goes with its id', async () => {
    api.reset(token('first-token'), json({}));
    await get(clientOf(byRefreshToken(), PUBLIC));
    expect(form(0)).toMatchObject({ client_id: 'id-1' });
    expect(sent(0)).toBeUndefined();
  });

  it('that is replaced is kept, and nobody else can read it', async () => {
    for (const number of [1, 2]) {
      api.reset(rotated(`token-${number}`, `refresh-${number}`), json({}));
      await get(clientOf(byRefreshToken()));
    }
    expect(form(0)['refresh_token']).toBe('refresh-1');
    const [name = ''] = readdirSync(state);
    expect(JSON.parse(readFileSync(join(state, name), 'utf8')).refresh_token).toBe('refresh-2');
    if (process.platform !== 'win32') {
      expect([mode(join(state, name)), mode(state)]).toEqual([0o600, 0o700]);
    }
    // Another token in the environment makes the kept one void.
    api.reset(token('token-3'), json({}));
    await get(clientOf(byRefreshToken(), { ...GIVEN, REFRESH: 'mine' }));
    expect(form(0)['refresh_token']).toBe('mine');
  });

  it('that cannot be kept still gives a token', async () => {
    writeFileSync(state, 'a file where the folder should be');
    api.reset(rotated('token-1', 'refresh-1'), json({}));
    await get(clientOf(byRefreshToken()));
    expect(sent(-1)).toBe('Bearer token-1');
  });

  it('lies in the state folder of the user', () => {
    vi.stubEnv('MCP_STATE_DIR', '');
    vi.stubEnv('XDG_STATE_HOME', folder);
    const name = 'pets_client_id.json';
    expect(new TokenFile('PETS_CLIENT_ID').path).toBe(join(folder, 'mcp-servers', name));
    vi.stubEnv('XDG_STATE_HOME', '');
    vi.stubEnv('LOCALAPPDATA', '');
    const usual = join(homedir(), '.local', 'state', 'mcp-servers', name);
    expect(new TokenFile('PETS_CLIENT_ID').path).toBe(usual);
  });
});

/** The query of the address that the person is asked to open. */
async function invitation(client: ApiClient): Promise<Record<string, string>> {
  const error = await get(client).then(
    () => new Error('nobody was asked to sign in'),
    (problem: unknown) => problem,
  );
  expect(String(error)).toContain('has to sign in first');
  const [address = ''] = /http:\S+/.exec(String(error)) ?? [];
  return Object.fromEntries(new URL(address).searchParams);
}

async function browse(address = '', query: Record<string, string> = {}) {
  const response = await fetch(`${address}?${new URLSearchParams(query)}`);
  return { status: response.status, page: await response.text() };
}

const person = { ID: 'id-1' };

describe('a person', () => {
  it('signs in and stays signed in', async () => {
    const client = clientOf(bySignIn(), person);
    const asked = await invitation(client);
    const { redirect_uri: back = '', state: mark = '', code_challenge: challenge } = asked;
    expect(asked).toMatchObject({ a: 'b', client_id: 'id-1', scope: 'read write' });
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' });
    expect(back).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(await invitation(client)).toEqual(asked);
    const { status, page } = await browse(back, { code: 'the-code', state: mark });
    expect([status, page]).toEqual([200, expect.stringContaining('You are signed in')]);

    api.reset(rotated('token-1', 'refresh-1'), json({}));
    await get(client);
    expect(form(0)).toMatchObject({ grant_type: 'authorization_code', code: 'the-code' });
    expect(form(0)['redirect_uri']).toBe(back);
    const verifier = form(0)['code_verifier'] ?? '';
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge);
    expect(sent(1)).toBe('Bearer token-1');

    // The next process has the refresh token.
    api.reset(token('token-2'), json({}));
    await get(clientOf(bySignIn(), person));
    expect(form(0)['refresh_token']).toBe('refresh-1');
  });

  it('signs in again when what was kept is refused', async () => {
    mkdirSync(state);
    const file = join(state, 'id.json');
    writeFileSync(file, JSON.stringify({ owner: 'id-1', refresh_token: 'old-token' }));
    api.reset(json({ error: 'invalid_grant' }, 400));
    await invitation(clientOf(bySignIn(), person));
    expect(readFileSync(file, 'utf8')).not.toContain('old-token');
  });

  it('is not asked where the token endpoint only fails', async () => {
    mkdirSync(state);
    const kept = { owner: 'id-1', refresh_token: 'old-token' };
    writeFileSync(join(state, 'id.json'), JSON.stringify(kept));
    api.reset(json({}, 503));
    await expect(get(clientOf(bySignIn(), person))).rejects.toThrow('gave no token');
    expect(new TokenFile('ID').read('id-1')).toBe('old-token');
  });

  it.each(['[]', '{', '{"owner":"id-1","refresh_token":7}', '{"owner":"x"}'])(
    'signs in where what was kept is damaged: %s',
    async (text) => {
      mkdirSync(state);
      writeFileSync(join(state, 'id.json'), text);
      await invitation(clientOf(bySignIn(), person));
      expect(api.seen).toEqual([]);
    },
  );

  it('is the only one whose browser counts', async () => {
    const client = clientOf(bySignIn(), person);
    const asked = await invitation(client);
    const { redirect_uri: back = '', state: mark = '' } = asked;
    const elsewhere = back.replace('/callback', '/else');
    expect((await browse(back, { code: 'evil', state: 'guessed' })).status).toBe(404);
    expect((await browse(elsewhere, { code: 'evil', state: mark })).status).toBe(404);
    const posted = await fetch(`${back}?state=${mark}&code=evil`, { method: 'POST' });
    expect(posted.status).toBe(404);
    expect(await invitation(client)).toEqual(asked);
    expect(api.seen).toEqual([]);
  });

  it('who refuses is asked again', async () => {
    const client = clientOf(bySignIn(), person);
    const { redirect_uri: back, state: mark = '' } = await invitation(client);
    const { page } = await browse(back, { error: 'access_denied', state: mark });
    expect(page).toContain('You are not signed in');
    await expect(get(client)).rejects.toThrow('the sign-in was refused; call again');
    expect((await invitation(client))['state']).not.toBe(mark);
  });

  it('is waited for ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const client = clientOf(bySignIn(), person);
    const { redirect_uri: back = '', state: mark } = await invitation(client);
    vi.advanceTimersByTime(600_000);
    vi.useRealTimers();
    await expect(browse(back)).rejects.toThrow();
    expect((await invitation(client))['state']).not.toBe(mark);
  });

  it('comes back to a port that can be fixed, and may be taken', async () => {
    vi.stubEnv('MCP_SIGN_IN_PORT', new URL(api.url).port);
    const failed = get(clientOf(bySignIn(), person));
    await expect(failed).rejects.toThrow('the port of MCP_SIGN_IN_PORT is not free');
  });

  it('does not sign in over HTTP', async () => {
    allowSignIn(false);
    api.reset(json({}, 401));
    await expect(get(clientOf(bySignIn(), person))).rejects.toThrow('Set REFRESH in the env');
  });

  it('does not sign in without a client id', async () => {
    api.reset(json({}, 401));
    await expect(get(clientOf(bySignIn(), { SECRET: 'x' }))).rejects.toThrow('Set ID in the env');
  });
});

describe('OpenID Connect discovery', () => {
  const discovering = (discovery = `${api.url}/well`) =>
    clientOf(own({ endpoints: { discovery } }));

  it('names the endpoints, once', async () => {
    const found = { token_endpoint: `${api.url}/found` };
    api.reset(json(found), token('token-1'), json({}, 401), token('token-2'), json({}));
    const client = discovering();
    await expect(get(client)).rejects.toThrow('401');
    await get(client);
    expect(paths()).toEqual(['/well', '/found', '/a', '/found', '/a']);
  });

  it.each([
    [{ token_endpoint: 'http://elsewhere.example/token' }, 'is not https'],
    [{ token_endpoint: 'http://[' }, 'is not https'],
    [{ token_endpoint: 5 }, 'names no token endpoint'],
    [[], 'names no token endpoint'],
  ])('that is not safe is refused: %j', async (document, problem) => {
    api.reset(json(document));
    await expect(get(discovering())).rejects.toThrow(problem);
    expect(api.seen).toHaveLength(1);
  });

  it('out of reach is an error', async () => {
    await expect(get(discovering(UNREACHABLE))).rejects.toThrow('discovery could not be reached');
  });
});
