/** The time that one call may take. */

const LONGEST_TIMER_MS = 2_147_483_647;

/** Aborts its signal when the time is over, or when the caller gives up. `AbortSignal.any` does the same at several times the cost. */
export class TimeLimit {
  readonly signal: AbortSignal;
  /** By `performance.now`. */
  readonly deadline: number;
  /** Whether the time is over. */
  isOver = false;
  readonly #timer: NodeJS.Timeout;
  readonly #cancelled: AbortSignal | undefined;
  readonly #cancel: () => void;

  constructor(seconds: number, cancelled?: AbortSignal) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.deadline = performance.now() + seconds * 1000;
    const end = (): void => {
      this.isOver = true;
      controller.abort(new DOMException('The time is over.', 'TimeoutError'));
    };
    this.#timer = setTimeout(end, Math.min(seconds * 1000, LONGEST_TIMER_MS));
    this.#cancelled = cancelled;
    this.#cancel = () => controller.abort(cancelled?.reason);
    cancelled?.addEventListener('abort', this.#cancel, { once: true });
    if (cancelled?.aborted === true) this.#cancel();
  }

  /** Forgets the timer and the caller. */
  end(): void {
    clearTimeout(this.#timer);
    this.#cancelled?.removeEventListener('abort', this.#cancel);
  }
}
