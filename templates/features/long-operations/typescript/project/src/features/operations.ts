/** Calls that take longer than a client waits: start, look, cancel. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { CallError } from '../runtime/errors.js';
import {
  type Caller,
  type Claims,
  type Dependency,
  type Extension,
  NOBODY,
} from '../runtime/extensions.js';
import { describeError, log } from '../runtime/log.js';
import { errorResult } from '../runtime/results.js';
import { numberSetting } from '../runtime/settings.js';
import type { ToolServer } from '../runtime/tools.js';
import type { Values } from '../runtime/validation.js';
import {
  hasEnded,
  LEASE_SECONDS,
  MemoryStore,
  type Operation,
  RedisStore,
  type Store,
} from './operation-stores.js';
import { connected, look } from './shared-redis.js';

const OWN_TOOLS = ['start_operation', 'operation_status', 'operation_cancel'];
const STOP_MS = 5_000;

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly repeatable: boolean;
}

/** An operation as its caller sees it. */
export interface Shown {
  readonly operation_id: string;
  readonly tool: string;
  readonly status: string;
  readonly result?: CallToolResult | null;
}

/** Runs tools in the background, and takes over what a dead replica ran. */
export class Operations implements Extension {
  readonly #kept = numberSetting('MCP_OPERATION_SECONDS', 3600);
  readonly #most = numberSetting('MCP_OPERATIONS', 20);
  readonly #worker = randomBytes(8).toString('hex');
  readonly #running = new Map<string, Running>();
  readonly #endMs: number;
  #store: Store;
  #redis: Redis | undefined;
  #server: ToolServer | undefined;
  #keeper: NodeJS.Timeout | undefined;

  /** `store`: used where no Redis is configured. `endMs`: how long the end of the server waits for what nobody may repeat. */
  constructor({ store = new MemoryStore() as Store, endMs = 8_000 } = {}) {
    this.#store = store;
    this.#endMs = endMs;
  }

  /** Keeps leases while the server runs. */
  async start(): Promise<void> {
    this.#redis = await connected();
    if (this.#redis !== undefined) this.#store = new RedisStore(this.#redis);
    const keep = () =>
      this.keep().catch((error) => log('warning', 'operations', describeError(error)));
    this.#keeper = setInterval(keep, LEASE_SECONDS * 250);
  }

  /** Leaves what runs to others, or to its end. */
  async stop(): Promise<void> {
    await this.#leave().catch((error) => log('warning', 'operations', describeError(error)));
    clearInterval(this.#keeper);
    this.#redis?.disconnect();
  }

  /** Adds the three tools. */
  register(server: ToolServer): void {
    this.#server = server;
    const reads = { readOnlyHint: true, openWorldHint: false };
    // Starting is open to all who may call the tool itself: that call is checked, as every call is.
    const start = {
      description:
        'Start a tool in the background. Next: operation_status with the id of the answer.',
      input: z.strictObject({ tool: z.string(), arguments: z.record(z.string(), z.unknown()) }),
      annotations: { readOnlyHint: true, openWorldHint: true },
    };
    const status = {
      description: 'Tell how far an operation is, and its result at the end.',
      input: z.strictObject({ operation_id: z.string() }),
      annotations: reads,
    };
    const cancel = {
      ...status,
      description: 'Stop an operation. What it has done already stays done.',
    };
    server.custom('start_operation', start, (args, { caller = NOBODY }) =>
      this.#begin(args.tool, args.arguments, caller),
    );
    server.custom('operation_status', status, async (args, { caller = NOBODY }) =>
      shown(await this.#mine(args.operation_id, caller)),
    );
    server.custom('operation_cancel', cancel, async (args, { caller = NOBODY }) => {
      const { id } = await this.#mine(args.operation_id, caller);
      await this.#store.cancel(id);
      await this.#stop(id);
      return shown(await this.#mine(id, caller));
    });
  }

  /** Accepts an operation: from here on it has an end, whatever happens to this process. */
  async #begin(tool: string, args: Values, { claims }: Caller): Promise<Shown> {
    const offered = this.#server?.list().find(({ name }) => name === tool);
    const found = offered ?? this.#server?.catalog.find(tool)?.tool;
    if (found === undefined || OWN_TOOLS.includes(tool)) {
      throw new CallError(`Argument tool: there is no tool ${tool.slice(0, 100)} to start.`);
    }
    if (this.#running.size >= this.#most) {
      throw new CallError(`${this.#most} operations are running already. Try again later.`);
    }
    const { readOnlyHint = false, idempotentHint = false } = found.annotations ?? {};
    const operation: Operation = {
      id: randomBytes(16).toString('base64url'),
      tool,
      arguments: args,
      owner: ownerOf(claims),
      claims: claims ?? null,
      repeatable: readOnlyHint || idempotentHint,
      state: 'running',
      worker: this.#worker,
      result: null,
    };
    await this.#store.add(operation);
    this.#run(operation);
    return shown(operation);
  }

  #run(operation: Operation): void {
    const { id, repeatable } = operation;
    const stop = new AbortController();
    const done = this.#finish(operation, stop.signal)
      .catch((error) =>
        log('error', 'operation failed', { operation: id, ...describeError(error) }),
      )
      .finally(() => this.#running.delete(id));
    this.#running.set(id, { stop, done, repeatable });
  }

  /** Makes the call and writes down its end. */
  async #finish(operation: Operation, signal: AbortSignal): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    const { tool, arguments: args, claims } = operation;
    const caller = claims === null ? NOBODY : { ...NOBODY, claims };
    const isOffered = server.list().some(({ name }) => name === tool);
    const result = isOffered
      ? await server.call(tool, args, { caller, signal })
      : await server.call('call_operation', { name: tool, arguments: args }, { caller, signal });
    if (signal.aborted) return;
    const state = result.isError === true ? 'failed' : 'completed';
    await this.#store.end({ ...operation, state, result }, this.#kept);
  }

  /** Stops what runs here, and writes down that it was cancelled, if that is why. */
  async #stop(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.stop.abort();
    await within(STOP_MS, running.done);
    const found = await this.#store.find(id);
    if (found?.state !== 'cancelling') return;
    await this.#store.end({ ...found, state: 'cancelled', worker: this.#worker }, this.#kept);
  }

  async #mine(id: string, { claims }: Caller): Promise<Operation> {
    const found = await this.#store.find(id);
    if (found?.owner === ownerOf(claims)) return found;
    throw new CallError(`Argument operation_id: there is no operation ${id.slice(0, 60)}.`);
  }

  /** Renews the leases of what runs here, and takes over what runs nowhere. */
  async keep(): Promise<void> {
    for (const id of await this.#store.renew(this.#worker, [...this.#running.keys()])) {
      await this.#stop(id);
    }
    for (const found of await this.#store.claim(this.#worker)) {
      const taken = { ...found, worker: this.#worker };
      if (found.state === 'cancelling') {
        await this.#store.end({ ...taken, state: 'cancelled' }, this.#kept);
      } else if (found.repeatable) {
        log('info', 'operation taken over', { operation: found.id });
        this.#run(taken);
      } else {
        const text = 'The server that ran this stopped. Whether it had an effect is not known.';
        const lost = { ...taken, state: 'failed', result: errorResult(text) } as const;
        await this.#store.end(lost, this.#kept);
      }
    }
  }

  /** What can be repeated is for other replicas at once; what cannot has a moment to end. */
  async #leave(): Promise<void> {
    const left = [...this.#running];
    for (const [, { repeatable, stop }] of left) if (repeatable) stop.abort();
    const effects = left.filter(([, { repeatable }]) => !repeatable);
    await within(this.#endMs, Promise.all(effects.map(([, { done }]) => done)));
    for (const [id, { stop }] of left) {
      stop.abort();
      await this.#store.release(id);
    }
  }

  /** Without Redis no operation can be started. */
  dependencies(): Promise<readonly Dependency[]> {
    return look(this.#redis);
  }
}

const within = (milliseconds: number, work: Promise<unknown>): Promise<unknown> =>
  Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);

/** The same for the same caller: issuer, subject and client of the token. */
function ownerOf(claims: Claims = {}): string {
  const said = ['iss', 'sub', 'client_id', 'azp'].map((name) => claims[name] ?? null);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

function shown(operation: Operation): Shown {
  const { id, tool, state, result } = operation;
  const said = { operation_id: id, tool, status: state };
  return hasEnded(operation) ? { ...said, result } : said;
}
