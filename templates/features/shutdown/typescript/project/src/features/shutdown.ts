/** Leaving without anybody noticing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Extension } from '../runtime/extensions.js';
import { log } from '../runtime/log.js';
import { numberSetting } from '../runtime/settings.js';
import type { ToolServer } from '../runtime/tools.js';

/** Serves on for a while after SIGTERM, so that load balancers can look elsewhere. */
export class Shutdown implements Extension {
  readonly #drain = numberSetting('MCP_DRAIN_SECONDS', 0);
  readonly #grace = numberSetting('MCP_GRACE_SECONDS', 8);

  /** Waits for the load balancers. */
  async draining(): Promise<void> {
    log('info', 'draining', { seconds: this.#drain });
    await sleep(this.#drain * 1000);
  }

  /** Seconds that running calls have. */
  graceSeconds(): number {
    return this.#grace;
  }

  /** Asks clients to connect anew once the server is stopping. */
  headers({ isStopping }: ToolServer): Readonly<Record<string, string>> {
    return isStopping ? { connection: 'close' } : {};
  }
}
