/** A client certificate: a real server that talks to nobody without one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { apiKey } from '../../src/runtime/auth.js';
import type { Security } from '../../src/runtime/credentials.js';
import { configureLog } from '../../src/runtime/log.js';
import { mutualTls } from '../../src/runtime/mtls.js';
import { Api, json } from './api.js';
import { selfSigned } from './certificate.js';

const folder = mkdtempSync(join(tmpdir(), 'mcp-tls-'));
const files = {
  CERT: join(folder, 'cert.pem'),
  KEY: join(folder, 'key.pem'),
  BOTH: join(folder, 'both.pem'),
};
const api = new Api();
let secure: Server;
let address = '';

beforeAll(async () => {
  configureLog('critical');
  const { cert, key } = selfSigned('the client');
  const mine = selfSigned('127.0.0.1');
  writeFileSync(files.CERT, cert);
  writeFileSync(files.KEY, key);
  writeFileSync(files.BOTH, cert + key);
  secure = createServer({ ...mine, ca: cert, requestCert: true }, ({ socket }, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify((socket as TLSSocket).getPeerCertificate().subject));
  });
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
  await api.start();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  secure.closeAllConnections();
  await new Promise((resolve) => secure.close(resolve));
  await api.stop();
});
beforeEach(() => {
  // This test is about who the client is; the certificate of the server is nobody's.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  api.reset();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const schemes = {
  tls: mutualTls('CERT', 'KEY'),
  key: apiKey('API_KEY', 'header', 'X-Key'),
};

const client = (baseUrl: string, credentials: Record<string, string>) =>
  api.client({ schemes }, { baseUrl, credentials });
const get = (one: ReturnType<typeof client>, security: Security = [['tls']]) =>
  one.request('GET', '/a', { security });

describe('a client certificate', () => {
  it.each([
    ['with its key', { CERT: files.CERT, KEY: files.KEY }],
    ['in one file with its key', { CERT: files.BOTH, KEY: files.BOTH }],
  ])('%s is shown', async (_, credentials) => {
    const one = client(address, credentials);
    expect((await get(one)).data).toEqual({ CN: 'the client' });
    await one.close();
  });

  it('is what the server wants', async () => {
    await expect(get(client(address, {}))).rejects.toThrow('failed');
  });

  it.each([
    { CERT: files.CERT, KEY: '/nowhere' },
    { CERT: '/nowhere', KEY: files.KEY },
    { CERT: files.CERT },
    { CERT: files.CERT, KEY: files.CERT },
  ])('that cannot be used is told at the start: %j', (credentials) => {
    expect(() => client(address, credentials)).toThrow('CERT and KEY must name a certificate');
  });

  it('beside other credentials may be added on the way', async () => {
    const one = client(api.url, { API_KEY: 'k-123456' });
    await get(one, [['tls', 'key']]);
    await get(one, [['tls'], ['key']]);
    api.answers = [json({}, 401)];
    await expect(get(one)).rejects.toThrow('Set CERT and KEY in the environment');
    expect(api.seen.map(({ headers }) => headers['x-key'])).toEqual([
      'k-123456',
      'k-123456',
      undefined,
    ]);
  });
});
