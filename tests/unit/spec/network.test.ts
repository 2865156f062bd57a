/** What of the network a document can reach: nothing that its reader has not named. The limits of fetching are in url.test.ts. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LOAD_POLICY, diskWorld, loadSpec } from '../../../src/spec/index.js';
import type { LoadPolicy, SpecWorld } from '../../../src/stages.js';
import { codes, petApi } from './helpers.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const referring = (ref: string): string =>
  JSON.stringify(petApi((api) => Object.assign(api.components.schemas, { Pet: { $ref: ref } })));
const load = (url: string, policy: Partial<LoadPolicy> = {}, world: SpecWorld = diskWorld()) =>
  loadSpec({ kind: 'url', url }, { ...DEFAULT_LOAD_POLICY, ...policy }, world);

/** A public server at `https://8.8.8.8` that answers with `response`; who else is asked is in `asked`. */
function publicWorld(response: () => Response, addresses: string[] = ['93.184.216.34']) {
  const asked: string[] = [];
  const pinned: (readonly string[])[] = [];
  const world: SpecWorld = {
    ...diskWorld(),
    lookup: () => Promise.resolve(addresses),
    fetch: (url, request) => {
      asked.push(url);
      pinned.push(request.addresses ?? []);
      return Promise.resolve(asked.length === 1 ? response() : new Response(JSON.stringify(petApi())));
    },
  };
  return { world, asked, pinned };
}

/** One address of each kind that means something only inside of a network or a machine, in every spelling. */
const PRIVATE = [
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '017700000001',
    '0.0.0.0',
    'localhost',
    'x.localhost',
  ],
  ...[
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.1',
  ],
  ...['198.18.0.1', '224.0.0.1', '255.255.255.255', 'printer.local', 'metadata.google.internal', 'LOCALHOST'],
  ...[
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a00:1]',
    '[fc00::1]',
    '[fd12::1]',
    '[fe80::1]',
    '[ff02::1]',
  ],
  ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
];

describe('an address that only means something inside', () => {
  it.each(PRIVATE)('%s is not followed to by a redirect of a public server', async (host) => {
    const location = `http://${host}/openapi.json`;
    const { world, asked } = publicWorld(() => new Response(null, { status: 302, headers: { location } }));
    expect(codes(await load('https://8.8.8.8/a.json', {}, world))).toEqual(['spec.url-redirect']);
    expect(asked).toHaveLength(1);
  });

  it.each(PRIVATE)('%s is not asked for a reference', async (host) => {
    const { world, asked } = publicWorld(() => new Response(referring(`http://${host}/x.json`)));
    expect(codes(await load('https://8.8.8.8/a.json', {}, world))).toEqual(['spec.ref-remote']);
    expect(asked).toHaveLength(1);
  });

  it.each([['10.0.0.7'], ['93.184.216.34', '127.0.0.1'], ['::ffff:192.168.0.1'], ['fd00::1']])(
    'is not reached through a name that stands for %s',
    async (...addresses) => {
      const location = 'http://rebound.example/openapi.json';
      const { world, asked } = publicWorld(
        () => new Response(null, { status: 302, headers: { location } }),
        addresses,
      );
      expect(codes(await load('https://8.8.8.8/a.json', {}, world))).toEqual(['spec.url-redirect']);
      const named = publicWorld(() => new Response(referring('http://rebound.example/x.json')), addresses);
      const allowRefHosts = ['rebound.example'];
      expect(codes(await load('https://8.8.8.8/a.json', { allowRefHosts }, named.world))).toEqual([
        'spec.ref-remote',
      ]);
      expect([asked.length, named.asked.length]).toEqual([1, 1]);
    },
  );

  it('is asked where it was typed, and followed to from there', async () => {
    const other = await serve((_, response) => response.end(JSON.stringify(petApi())));
    const base = await serve((_, response) => response.writeHead(302, { location: `${other}/x` }).end());
    expect(codes(await load(base))).toEqual([]);
  });

  it('is asked for a reference where it was named itself', async () => {
    const other = await serve((_, response) => response.end('{"Pet": {"type": "string"}}'));
    const base = await serve((_, response) => response.end(referring(`${other}/x.json#/Pet`)));
    expect(codes(await load(base, { allowRefHosts: [new URL(other).host] }))).toEqual([]);
    expect(codes(await load(base))).toEqual(['spec.ref-remote']);
  });
});

describe('a public server', () => {
  it('is followed to by a redirect of another', async () => {
    const location = 'https://1.1.1.1/openapi.json';
    const { world, asked } = publicWorld(() => new Response(null, { status: 302, headers: { location } }));
    expect(codes(await load('https://8.8.8.8/a.json', {}, world))).toEqual([]);
    expect(asked).toEqual(['https://8.8.8.8/a.json', location]);
  });

  it('is given up when it says nothing for four seconds', async () => {
    const base = await serve(() => {});
    const began = performance.now();
    expect(codes(await load(base))).toEqual(['spec.url-timeout']);
    expect(performance.now() - began).toBeGreaterThan(3_500);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

describe('a name that stands for another address a moment later', () => {
  const redirect = { status: 302, headers: { location: 'https://next.example/openapi.json' } };

  it('is connected to at the addresses that were looked at', async () => {
    const redirected = publicWorld(() => new Response(null, redirect));
    expect(codes(await load('https://8.8.8.8/a.json', {}, redirected.world))).toEqual([]);
    expect(redirected.pinned).toEqual([[], ['93.184.216.34']]);
    const named = publicWorld(() => new Response(referring('https://other.example/x.json')));
    await load('https://8.8.8.8/a.json', { allowRefHosts: ['other.example'] }, named.world);
    expect(named.pinned).toEqual([[], ['93.184.216.34']]);
  });

  const get = (base: string, signal = AbortSignal.timeout(5_000)) => {
    const { port } = new URL(base);
    const request = { headers: { accept: 'text/plain' }, signal, addresses: ['127.0.0.1'] };
    return diskWorld().fetch(`http://rebound.example:${port}/x?y=1`, request);
  };

  it('is asked under its name, without asking for its addresses again', async () => {
    const base = await serve(({ headers, url }, response) => {
      response
        .setHeader('content-encoding', 'gzip')
        .end(gzipSync(`${headers.host} ${headers.accept} ${url}`));
    });
    const { port } = new URL(base);
    expect(await (await get(base)).text()).toBe(`rebound.example:${port} text/plain /x?y=1`);
  });

  it('is followed nowhere by itself, and may have nothing to say', async () => {
    const base = await serve((_, response) => response.writeHead(302, { location: '/other' }).end());
    const response = await get(base);
    expect([response.status, response.headers.get('location')]).toEqual([302, '/other']);
    const empty = await get(await serve((_, answer) => answer.writeHead(204).end()));
    expect([empty.status, await empty.text()]).toEqual([204, '']);
  });

  it('fails as any other', async () => {
    const broken = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 50);
    });
    await expect((await get(broken)).text()).rejects.toThrow();
    const silent = await serve((_, response) => response.write('half'));
    await expect((await get(silent, AbortSignal.timeout(300))).text()).rejects.toThrow();
    const packed = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end('plain'));
    await expect((await get(packed)).text()).rejects.toThrow();
    await expect(get('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('credentials in the address of a document', () => {
  it('go to no host that it refers to, and not down to http', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie);
      response.end('{"Pet": {"type": "string"}}');
    });
    const base = await serve((_, response) => {
      response.setHeader('set-cookie', 'session=s3cret').end(referring(`${other}/x.json#/Pet`));
    });
    const allowRefHosts = [new URL(other).host];
    expect(codes(await load(base.replace('//', '//ann:s3cret@'), { allowRefHosts }))).toEqual([]);
    expect(seen).toEqual([undefined, undefined]);
  });

  it('do not go to the same host at another port or over http', async () => {
    const sent: (string | null)[] = [];
    const world: SpecWorld = {
      ...diskWorld(),
      lookup: () => Promise.resolve(['93.184.216.34']),
      fetch: (_, init) => {
        sent.push(new Headers(init?.headers).get('authorization'));
        const next = [
          'http://api.example/a.json',
          'https://api.example:8443/a.json',
          'https://api.example/b.json',
        ][sent.length - 1];
        const answer =
          next === undefined
            ? new Response(JSON.stringify(petApi()))
            : new Response(null, { status: 307, headers: { location: next } });
        return Promise.resolve(answer);
      },
    };
    expect(codes(await load('https://ann:s3cret@api.example/a.json', {}, world))).toEqual([]);
    expect(sent).toEqual([expect.stringMatching(/^Basic /), null, null, expect.stringMatching(/^Basic /)]);
  });
});
