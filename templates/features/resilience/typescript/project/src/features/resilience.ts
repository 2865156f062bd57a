/** What stands between this server and an API that has a bad day. */
import type { Call } from '../runtime/calls.js';
import type { Delivered } from '../runtime/delivery.js';
import { ApiError, CallError } from '../runtime/errors.js';
import type { Extension, ProceedRequest } from '../runtime/extensions.js';
import { log } from '../runtime/log.js';
import { numberSetting } from '../runtime/settings.js';

/** Retries that a quiet time may save up. */
const MOST_SAVED = 10;

/** The API was not asked. */
export class Unavailable extends CallError {
  override readonly name = 'Unavailable';
  override readonly category = 'server_error';
}

/** Each request earns a share of a retry, each retry costs a whole one. */
export class RetryBudget {
  readonly #share: number;
  #saved = MOST_SAVED;

  constructor(share: number) {
    this.#share = share;
  }

  /** Counts a request. */
  earn(): void {
    this.#saved = Math.min(MOST_SAVED, this.#saved + this.#share);
  }

  /** Counts a retry if there may be one now. */
  spend(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}

/** Opens after failures in a row; after a rest one request tries whether the API is back. */
export class Breaker {
  #failed = 0;
  #until = 0;
  #isTrying = false;

  /** `rest`: seconds until the first try. */
  constructor(
    readonly failures: number,
    readonly rest: number,
    readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Whether a request may be sent. Each that may is followed by `leave`. */
  enter(): boolean {
    if (this.#failed < this.failures) return true;
    if (this.#isTrying || this.now() < this.#until) return false;
    this.#isTrying = true;
    return true;
  }

  /** Says how a request ended; undefined when nobody knows. */
  leave(failed: boolean | undefined): void {
    this.#isTrying = false;
    if (failed === undefined) return;
    this.#failed = failed ? this.#failed + 1 : 0;
    if (failed) this.#until = this.now() + this.rest;
  }
}

/** Lets so many through at once; the others wait for their turn, in order. */
export class Bulkhead {
  #running = 0;
  readonly #waiting = new Set<() => void>();

  /** `patience`: seconds. */
  constructor(
    readonly room: number,
    readonly patience: number,
  ) {}

  /** False when it took too long. Each that got in is followed by `leave`. */
  enter(): Promise<boolean> {
    if (this.#running < this.room) {
      this.#running += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const giveUp = (): void => {
        this.#waiting.delete(enter);
        resolve(false);
      };
      const timer = setTimeout(giveUp, this.patience * 1000);
      this.#waiting.add(enter);
    });
  }

  /** Hands the place on to whoever waits longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#running -= 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}

/** Retry budget, circuit breaker and bulkhead around each request to the API. */
export class Resilience implements Extension {
  readonly #retries = Math.trunc(numberSetting('MCP_RETRIES', 2, 10));
  readonly #budget = new RetryBudget(numberSetting('MCP_RETRY_BUDGET', 0.2, 1));
  readonly #breaker = new Breaker(
    Math.ceil(numberSetting('MCP_BREAKER_FAILURES', 5)),
    numberSetting('MCP_BREAKER_SECONDS', 30),
  );
  readonly #bulkhead = new Bulkhead(
    Math.ceil(numberSetting('MCP_BULKHEAD', 50)),
    numberSetting('MCP_BULKHEAD_SECONDS', 5),
  );

  /** Sends a request when there is room, and while the API seems to be well. */
  async aroundRequest(call: Call, proceed: ProceedRequest): Promise<Delivered> {
    const { room } = this.#bulkhead;
    if (!(await this.#bulkhead.enter())) {
      log('warning', 'bulkhead is full', { operation: call.operation, room });
      throw unsent(call, `${room} requests to the API are running already`);
    }
    try {
      return await this.#send(call, proceed);
    } finally {
      this.#bulkhead.leave();
    }
  }

  async #send(call: Call, proceed: ProceedRequest): Promise<Delivered> {
    const { failures, rest } = this.#breaker;
    if (!this.#breaker.enter()) {
      throw unsent(
        call,
        `the API has failed ${failures} times in a row and is left alone for ${rest} s`,
      );
    }
    this.#budget.earn();
    let retries = 0;
    const mayRetry = (): boolean => {
      retries += 1;
      return retries <= this.#retries && this.#budget.spend();
    };
    let failed: boolean | undefined = false;
    try {
      return await proceed({ ...call, mayRetry });
    } catch (error) {
      failed = isFailure(error);
      throw error;
    } finally {
      this.#breaker.leave(failed);
    }
  }
}

const unsent = ({ operation }: Call, why: string): Unavailable =>
  new Unavailable(`${operation} was not sent: ${why}. Try again later.`);

/** Whether an error says that the API is not well: no answer, 429, 5xx. Undefined for callers who gave up. */
export function isFailure(error: unknown): boolean | undefined {
  if (error instanceof ApiError) {
    return error.status === 0 || error.status === 429 || error.status >= 500;
  }
  if (error instanceof CallError) return false;
  return error instanceof DOMException && error.name === 'TimeoutError' ? true : undefined;
}
