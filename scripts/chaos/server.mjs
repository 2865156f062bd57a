// A generated server as a process: started, watched, ended in a kind way or not.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { SECRET } from './faults.mjs';
import { sleep } from './random.mjs';
import { TOKEN } from './upstream.mjs';

/** How the three languages begin to tell of an error that nobody caught. */
const CRASH =
  /Traceback \(most recent|^panic:|^goroutine \d|UnhandledPromiseRejection|^\s+at .+:\d+:\d+\)?$/m;
const READY_MS = 60_000;
const SAID_CHARACTERS = 2_000;

/** However this process ends, what it has started ends with it. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export class Server {
  /** `{ what, line }` of each line on stderr or stdout that must not be there. */
  findings = [];
  /** The end of what it has written to stderr. */
  said = '';

  constructor(command, env, port) {
    this.command = [...command, '--http', '--port', String(port)];
    this.env = env;
    this.origin = `http://127.0.0.1:${port}`;
    this.url = `${this.origin}/mcp`;
  }

  /** Starts it and waits for `/health`. Throws when that does not come. */
  async start() {
    const [program, ...args] = this.command;
    this.child = spawn(program, args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.child);
    this.child.once('close', () => running.delete(this.child));
    this.ended = new Promise((done) => this.child.once('close', (code, signal) => done({ code, signal })));
    this.child.stdout.setEncoding('utf8').on('data', (text) => this.#find('output on stdout', /\S/, text));
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.said = (this.said + text).slice(-SAID_CHARACTERS);
      this.#find('a stack trace on stderr', CRASH, text);
      if (text.includes(SECRET) || text.includes(TOKEN)) this.findings.push({ what: 'a secret', line: text });
    });
    const until = Date.now() + READY_MS;
    while (!(await this.#isReady())) {
      if (Date.now() > until || !this.isRunning) throw new Error(`The server does not start. ${this.said}`);
      await sleep(50);
    }
  }

  #find(what, pattern, text) {
    const line = text.split('\n').find((one) => pattern.test(one));
    if (line !== undefined) this.findings.push({ what, line: line.slice(0, 200) });
  }

  async #isReady() {
    const answer = await fetch(`${this.origin}/health`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    await answer?.text();
    return answer?.ok ?? false;
  }

  /** `{ code, signal, ms }`; what does not end within `graceMs` is killed, and has no code. */
  async stop(signal, graceMs) {
    const from = Date.now();
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    const ended = await this.ended;
    clearTimeout(timer);
    return { ...ended, ms: Date.now() - from };
  }

  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** `{ megabytes, sockets }`, as Linux tells; `undefined` elsewhere. */
  measure() {
    const folder = `/proc/${this.child.pid}`;
    try {
      const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1]);
      return {
        megabytes: kilobytes / 1024,
        sockets: readdirSync(`${folder}/fd`).filter(isSocket(folder)).length,
      };
    } catch {
      return undefined;
    }
  }
}

const isSocket = (folder) => (descriptor) => {
  try {
    return readlinkSync(`${folder}/fd/${descriptor}`).startsWith('socket:');
  } catch {
    return false;
  }
};
