/** Whose request it is, behind proxies too. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { SettingsError } from './errors.js';
import { listSetting } from './settings.js';

const VARIABLE = 'FORWARDED_ALLOW_IPS';

/** Tells the address of a client. What a proxy says about it counts where FORWARDED_ALLOW_IPS names the proxy. */
export class Clients {
  readonly #proxies = new BlockList();
  readonly #isAnyProxy: boolean;

  /** Reads the setting: addresses and networks with commas, or `*`; the loopback address when left out. Throws `SettingsError`. */
  constructor() {
    const said = listSetting(VARIABLE);
    this.#isAnyProxy = said.includes('*');
    const proxies = said.length === 0 ? ['127.0.0.1', '::1'] : said.filter((one) => one !== '*');
    for (const proxy of proxies) this.#add(proxy);
  }

  #add(proxy: string): void {
    const [address = '', bits] = proxy.split('/');
    try {
      if (bits === undefined) this.#proxies.addAddress(address, familyOf(address));
      else this.#proxies.addSubnet(address, Number(bits), familyOf(address));
    } catch {
      throw new SettingsError(
        `${VARIABLE} must be addresses or networks like 10.0.0.7,10.1.0.0/16`,
      );
    }
  }

  /** The address of whoever sent a request: the last one on the way that is no proxy of ours. */
  addressOf({ socket, headers }: IncomingMessage): string {
    const near = (socket.remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
    const way = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    const said = way.map((one) => one.trim()).filter((one) => one !== '');
    if (!this.#isProxy(near)) return near;
    return said.findLast((one) => !this.#isProxy(one)) ?? said[0] ?? near;
  }

  #isProxy(address: string): boolean {
    return this.#isAnyProxy || this.#proxies.check(address, familyOf(address));
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
