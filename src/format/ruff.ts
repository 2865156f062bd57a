import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { type Batch, type BatchAnswer, formatBatches, type WarmUp } from './ruff-worker.js';
import type { Formatted, FormatProblem, SourceText } from './types.js';
import { WARM_UP_OPTIONS, WARM_UP_TEXT } from './warm-up.js';

/** Ruff's own options, as they stand under `[tool.ruff]` in the project's pyproject.toml. */
export type RuffOptions = Readonly<Record<string, unknown>>;

// V8 first compiles WASM fast, then once more with its optimiser, on threads of its own. For one run of ruff the second
// time never pays: measured, without it a small project takes 0.6 s of CPU instead of 4, GitHub's 3.8 instead of 8.3,
// with half of the memory. Both flags: Node 24 ignores `--liftoff-only` when it is set by a running program.
// Functions are checked when they are first called: ruff has many more than one run needs.
const WASM_FLAGS = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--wasm-lazy-validation'];
for (const flag of WASM_FLAGS) setFlagsFromString(flag);

const RUFF = '@astral-sh/ruff-wasm-nodejs';
/** Characters per message: small enough that two threads share the work, large enough that messages cost nothing. */
const BATCH = 16_000;

/** A thread that has ruff loaded, and how many characters it still has to do. */
interface Thread {
  readonly worker: Worker;
  load: number;
}
const threads: Thread[] = [];
/** Formatters at work: several projects may be rendered at once. */
let users = 0;

function startThread(lint: boolean): Thread {
  const source = `const { parentPort, workerData } = require('node:worker_threads');
    (${formatBatches.toString()})(require(workerData.ruff), parentPort, workerData.warmUp);`;
  const worker = new Worker(source, {
    eval: true,
    workerData: {
      ruff: createRequire(import.meta.url).resolve(RUFF),
      warmUp: { options: WARM_UP_OPTIONS, text: WARM_UP_TEXT, lint } satisfies WarmUp,
    },
  });
  worker.unref();
  return { worker, load: 0 };
}

/**
 * Starts loading ruff's 10 MB of WASM on a thread of its own (a quarter of a second), so that it is there when the first file
 * is rendered. Call it again for a second thread, which pays from about a megabyte of Python on.
 */
export function startFormatter(wanted = 1, lint = true): void {
  while (threads.length < wanted) threads.push(startThread(lint));
}

/** Formats and lints Python while more is being rendered. The result never depends on timing: answers are put in order. */
export class PythonFormatter {
  readonly #options: RuffOptions;
  readonly #lint: boolean;
  readonly #answers: Promise<BatchAnswer>[] = [];
  #waiting: SourceText[] = [];
  #size = 0;

  constructor(options: RuffOptions, lint: boolean) {
    this.#options = options;
    this.#lint = lint;
    users += 1;
    startFormatter(1, lint);
  }

  add(file: SourceText): void {
    this.#waiting.push(file);
    this.#size += file.text.length;
    if (this.#size >= BATCH) this.#send();
  }

  #send(): void {
    if (this.#waiting.length > 0)
      this.#answers.push(ask({ options: this.#options, files: this.#waiting, lint: this.#lint }, this.#size));
    this.#waiting = [];
    this.#size = 0;
  }

  /** Texts in the order in which files were added. Call it once: the threads end by themselves after the last formatter. */
  async finish(): Promise<Formatted> {
    this.#send();
    try {
      const answers = await Promise.all(this.#answers);
      const problems: FormatProblem[] = answers.flatMap((answer) => answer.problems);
      return { texts: answers.flatMap((answer) => answer.texts), problems };
    } finally {
      users -= 1;
      // Not waited for: ending a thread takes 10 ms, in which the files can be written.
      for (const { worker } of users === 0 ? threads.splice(0) : []) worker.postMessage('end');
    }
  }
}

/** Gives a batch to the thread with the least to do. */
function ask(batch: Omit<Batch, 'id'>, size: number): Promise<BatchAnswer> {
  const thread = threads.reduce((best, next) => (next.load < best.load ? next : best));
  const id = nextId++;
  thread.load += size;
  return new Promise((resolve, reject) => {
    const { worker } = thread;
    const settle = () => {
      thread.load -= size;
      worker.off('message', answered).off('error', reject);
      if (thread.load === 0) worker.unref();
    };
    const answered = (answer: BatchAnswer) => {
      if (answer.id !== id) return;
      settle();
      resolve(answer);
    };
    worker.on('message', answered).on('error', reject);
    worker.setMaxListeners(0);
    worker.ref();
    worker.postMessage({ ...batch, id });
  });
}
let nextId = 0;
