import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses that only mean something inside a network or a machine (RFC 6890). */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address is private, loopback, link-local, multicast or reserved; mapped IPv4 included. */
export const isPrivateAddress = (address: string): boolean =>
  PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** The host of a URL without the brackets of IPv6. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').toLowerCase();

/** Whether a URL's host says by itself that it is private. */
export function namesPrivateHost(url: URL): boolean {
  const host = bareHost(url);
  if (isIP(host) !== 0) return isPrivateAddress(host);
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host.endsWith('.local') ||
    host.endsWith('.internal')
  );
}

/** Whether `--allow-ref-host` names the host, with or without its port. */
export const isNamedHost = (url: URL, hosts: readonly string[]): boolean =>
  hosts.some((host) => [url.host, url.hostname, bareHost(url)].includes(host.toLowerCase()));

const SECRET = /token|key|secret|passw|pwd|auth|sig|cred|session|code|sas/i;

/** A URL as it may be printed and recorded: no user, no password, no fragment, no query member that looks like a secret. */
export function printableUrl(url: URL): string {
  const shown = new URL(url.href);
  shown.username = '';
  shown.password = '';
  shown.hash = '';
  for (const name of new Set(shown.searchParams.keys()))
    if (SECRET.test(name)) shown.searchParams.delete(name);
  return shown.href;
}
