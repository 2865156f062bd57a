import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LOAD_POLICY, diskWorld, loadSpec } from '../../../src/spec/index.js';
import type { LoadPolicy } from '../../../src/stages.js';
import { codes, petApi, value } from './helpers.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A server on loopback; its address without a slash at the end. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address of loopback where nobody listens. */
async function closedAddress(): Promise<string> {
  const base = await serve(() => {});
  await new Promise((done) => servers.pop()?.close(done));
  return base;
}

const loadUrl = (url: string, policy: Partial<LoadPolicy> = {}, world = diskWorld()) =>
  loadSpec({ kind: 'url', url }, { ...DEFAULT_LOAD_POLICY, ...policy }, world);

const text = JSON.stringify(petApi());

describe('a document from an address', () => {
  it('is read, whatever its content type says', async () => {
    const base = await serve((_, response) => response.setHeader('content-type', 'text/plain').end(text));
    const loaded = await loadUrl(`${base}/v1/openapi.json`);
    expect(codes(loaded)).toEqual([]);
    expect(value(loaded).name).toBe(`${base}/v1/openapi.json`);
    expect(value(loaded).files).toEqual([{ path: 'openapi.json', text }]);
  });

  it('gets an address for relative and missing servers', async () => {
    const relative = JSON.stringify(petApi((api) => Object.assign(api, { servers: [{ url: '/v2' }] })));
    const missing = JSON.stringify({ ...petApi(), servers: undefined });
    const base = await serve((request, response) => response.end(request.url === '/r' ? relative : missing));
    expect(value(await loadUrl(`${base}/r`)).root['servers']).toEqual([{ url: `${base}/v2` }]);
    expect(value(await loadUrl(`${base}/m`)).root['servers']).toEqual([{ url: base }]);
  });

  it('may redirect five times', async () => {
    const base = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end(text);
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(codes(await loadUrl(`${base}/5`))).toEqual([]);
    expect(codes(await loadUrl(`${base}/6`))).toEqual(['spec.url-redirect']);
  });

  it('reads the files beside it and no others of the server', async () => {
    const seen: string[] = [];
    const base = await serve((request, response) => {
      seen.push(request.url ?? '');
      const ref = request.url === '/api/good' ? 'models/a.json' : '../admin';
      if (request.url === '/api/models/a.json') response.end('{"type": "string"}');
      else
        response.end(
          JSON.stringify({
            ...petApi(),
            components: { schemas: { Pet: { $ref: ref } }, securitySchemes: {} },
          }),
        );
    });
    const good = await loadUrl(`${base}/api/good`);
    expect(codes(good)).toEqual([]);
    expect(value(good).files.map(({ path }) => path)).toEqual(['good.json', 'models/a.json']);
    expect(codes(await loadUrl(`${base}/api/bad`))).toEqual(['spec.ref-remote']);
    expect(seen).toEqual(['/api/good', '/api/models/a.json', '/api/bad']);
  });
});

describe('credentials in an address', () => {
  it('go to its own server, and are never recorded', async () => {
    const seen: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(text);
    });
    const loaded = await loadUrl(`${base.replace('//', '//ann:s3cret@')}/a.json?token=t0p&group=v1#x`);
    expect(seen).toEqual([`Basic ${Buffer.from('ann:s3cret').toString('base64')}`]);
    expect(value(loaded).name).toBe(`${base}/a.json?group=v1`);
    expect(JSON.stringify(value(loaded))).not.toMatch(/s3cret|t0p/);
  });

  it('do not go to the server that it redirects to', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end(text);
    });
    const base = await serve((_, response) => response.writeHead(302, { location: `${other}/a.json` }).end());
    expect(codes(await loadUrl(base.replace('//', '//ann:s3cret@')))).toEqual([]);
    expect(seen).toEqual([undefined]);
  });

  it('are not shown when the server cannot be reached', async () => {
    const loaded = await loadUrl(
      `${(await closedAddress()).replace('//', '//ann:s3cret@')}/a.json?api_key=t0p`,
    );
    expect(codes(loaded)).toEqual(['spec.url-unreachable']);
    expect(JSON.stringify(loaded)).not.toMatch(/s3cret|t0p|ann:/);
  });
});

describe('failures', () => {
  it('names a refused connection and an unknown host', async () => {
    const refused = await loadUrl(`${await closedAddress()}/a.json`);
    expect(refused.diagnostics[0]?.message).toContain('the connection was refused');
    const world = {
      ...diskWorld(),
      fetch: async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
      },
    };
    const unknown = await loadUrl('http://no-such-host.example/a.json', {}, world);
    expect(unknown.diagnostics[0]?.message).toBe(
      'http://no-such-host.example/a.json cannot be reached: the host is unknown',
    );
  });

  it('names a port that fetch refuses', async () => {
    expect((await loadUrl('http://127.0.0.1:6000/a.json')).diagnostics[0]?.message).toContain('port');
  });

  it('gives up on a silent server and on one that drips', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/drip') response.write('{');
    });
    const start = performance.now();
    expect(codes(await loadUrl(`${base}/silent`, { timeoutMs: 150 }))).toEqual(['spec.url-timeout']);
    expect(codes(await loadUrl(`${base}/drip`, { timeoutMs: 150 }))).toEqual(['spec.url-timeout']);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('names the status', async () => {
    const base = await serve((request, response) =>
      response.writeHead(request.url === '/a' ? 404 : 401).end('no'),
    );
    expect((await loadUrl(`${base}/a`)).diagnostics[0]?.message).toBe(`${base}/a answered 404 Not Found`);
    expect((await loadUrl(`${base}/b`)).diagnostics[0]?.message).toContain('it wants credentials');
  });

  it('knows a web page', async () => {
    const base = await serve((_, response) => response.end('<!DOCTYPE html><html>Log in</html>'));
    expect((await loadUrl(base)).diagnostics[0]?.message).toContain('web page');
  });

  it('stops at the limit of size, unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000, 32));
    const base = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect(codes(await loadUrl(base, { maxBytes: 1_000_000 }))).toEqual(['spec.too-large']);
  });

  it('follows a public server neither into the private network nor off http', async () => {
    const redirecting = (location: string) => ({
      ...diskWorld(),
      fetch: async () => new Response(null, { status: 302, headers: { location } }),
      lookup: async () => ['10.0.0.1'],
    });
    for (const location of ['http://169.254.169.254/latest', 'http://intra.example/', 'file:///etc/passwd']) {
      const loaded = await loadUrl('https://8.8.8.8/a.json', {}, redirecting(location));
      expect(codes(loaded)).toEqual(['spec.url-redirect']);
    }
  });

  it.each(['ftp://example.com/a', 'not an address', 'file:///etc/passwd'])('refuses %s', async (url) => {
    expect(codes(await loadUrl(url))).toEqual(['spec.url-form']);
  });
});

describe('references to other servers', () => {
  const remote = (ref: string): string =>
    JSON.stringify(petApi((api) => Object.assign(api.components.schemas, { Pet: { $ref: ref } })));

  it('are followed to a host that was named', async () => {
    const other = await serve((_, response) => response.end('{"Pet": {"type": "string"}}'));
    const base = await serve((_, response) => response.end(remote(`${other}/x.json#/Pet`)));
    const loaded = await loadUrl(base, { allowRefHosts: [new URL(other).host] });
    expect(codes(loaded)).toEqual([]);
    expect(value(loaded).root['components']).toMatchObject({ schemas: { Pet: { type: 'string' } } });
  });

  it('are not redirected to a host that was not named', async () => {
    let hits = 0;
    const third = await serve((_, response) => {
      hits += 1;
      response.end('{}');
    });
    const other = await serve((_, response) => response.writeHead(302, { location: third }).end());
    const base = await serve((_, response) => response.end(remote(other)));
    expect(codes(await loadUrl(base, { allowRefHosts: [new URL(other).host] }))).toEqual(['spec.ref-remote']);
    expect(hits).toBe(0);
  });

  it('are not followed to a name that stands for a private address', async () => {
    const base = await serve((_, response) => response.end(remote('http://intra.example/x.json')));
    const world = { ...diskWorld(), lookup: async () => ['192.168.0.7'] };
    expect(codes(await loadUrl(base, { allowRefHosts: ['intra.example'] }, world))).toEqual([
      'spec.ref-remote',
    ]);
  });
});
