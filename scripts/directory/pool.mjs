// Processes that work off a list. One that hangs, dies or grows is ended, and another takes its place.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const HEAP_MB = 4_000;
/** A process that holds more after a document is replaced. */
const REPLACE_ABOVE_MB = 1_200;

/** Resolves when the process is ready to work; rejects when it ends before. */
function start(library) {
  const child = fork(WORKER, [library], { execArgv: [`--max-old-space-size=${HEAP_MB}`] });
  return new Promise((done, failed) => {
    child.once('message', () => done(child));
    child.once('exit', (code, signal) => failed(new Error(`a worker ended at once: ${code ?? signal}`)));
  });
}

/** What the process says of a document, or how it came to its end. */
function ask(child, document, timeoutMs) {
  return new Promise((done) => {
    const crashed = (message) =>
      settle({ state: 'crashed', errors: [{ code: 'process', message }], ended: true });
    const ended = (code, signal) => crashed(`the process ended with ${code ?? signal}`);
    const timer = setTimeout(() => crashed(`not done after ${timeoutMs / 1000} s`), timeoutMs);
    const settle = (result) => {
      clearTimeout(timer);
      child.off('message', settle).off('exit', ended);
      if (result.ended) child.kill('SIGKILL');
      done(result);
    };
    child.on('message', settle).on('exit', ended);
    child.send(document);
  });
}

/** Gives each document to one of `jobs` processes; `onResult(document, result)` hears of each. */
export async function workOff(library, documents, { jobs, timeoutMs, onResult }) {
  let next = 0;
  const run = async () => {
    let child;
    while (next < documents.length) {
      const document = documents[next++];
      child ??= await start(library);
      const result = await ask(child, document, timeoutMs);
      onResult(document, result);
      if (!result.ended && result.rssMb < REPLACE_ABOVE_MB) continue;
      child.kill('SIGKILL');
      child = undefined;
    }
    child?.kill('SIGKILL');
  };
  await Promise.all(Array.from({ length: jobs }, run));
}
