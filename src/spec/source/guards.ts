import { isIP } from 'node:net';
import type { LoadPolicy, SpecWorld } from '../../stages.js';
import type { Guard } from './fetch.js';
import { bareHost, isNamedHost, isPrivateAddress, namesPrivateHost, printableUrl } from './hosts.js';

/** For the address that the user typed: anything goes, but a public server may not redirect into the private network. */
export const entryGuard =
  (world: SpecWorld): Guard =>
  async (url, from) => {
    if (from === undefined || namesPrivateHost(from)) return {};
    const addresses = await publicAddresses(url, world);
    if (addresses !== 'private') return { addresses };
    const message = `${printableUrl(from)} redirects to the private address ${url.host}; it is not followed`;
    return { code: 'spec.url-redirect', message };
  };

/** For a `$ref`: hosts that the user named, and files beside an entry that was fetched itself. */
export const refGuard =
  (policy: LoadPolicy, world: SpecWorld, entry: URL | undefined): Guard =>
  async (url) => {
    if (entry !== undefined && isBeside(url, entry)) return {};
    if (!isNamedHost(url, policy.allowRefHosts)) {
      return {
        code: 'spec.ref-remote',
        message: `${printableUrl(url)} lies on another server and is not fetched; allow it with --allow-ref-host ${url.host}`,
      };
    }
    // A name that stands for a private address was not named as one; an address or localhost was.
    if (namesPrivateHost(url)) return {};
    const addresses = await publicAddresses(url, world);
    if (addresses !== 'private') return { addresses };
    const message = `The host ${bareHost(url)} leads to a private address, or to none in time, and is not asked; name the address itself to allow it`;
    return { code: 'spec.ref-remote', message };
  };

/** On the same server, in the same folder or below. */
function isBeside(url: URL, entry: URL): boolean {
  return url.origin === entry.origin && url.pathname.startsWith(new URL('.', entry).pathname);
}

/** How long a name may take to be looked up. */
const LOOKUP_MS = 4_000;

/**
 * The addresses of a host that may be connected to; none for an address itself, and for a name that nobody knows, which the request
 * reports in better words. A name that cannot be looked up in time is taken for private: nothing may depend on being slow.
 */
async function publicAddresses(url: URL, world: SpecWorld): Promise<readonly string[] | 'private'> {
  if (namesPrivateHost(url)) return 'private';
  const host = bareHost(url);
  if (isIP(host) !== 0 || world.lookup === undefined) return [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LOOKUP_MS);
  });
  try {
    const addresses = await Promise.race([world.lookup(host), late]);
    return addresses === 'late' || addresses.some(isPrivateAddress) ? 'private' : addresses;
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
