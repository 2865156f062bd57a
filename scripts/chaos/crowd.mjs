// Clients that call a server without end, judge each answer, and come back when the server has gone.
import { Client } from './client.mjs';
import { judge } from './judge.mjs';
import { chance, pick, sleep, wasLate } from './random.mjs';

const OPEN_MS = 5_000;
const SAMPLES = 5;
const LEAVES = 0.03;

/** Arguments of each tool for a call's number. */
const TOOLS = {
  get_item: (id) => ({ id }),
  search_items: (id) => ({ q: id }),
  create_item: (id) => ({ id, name: `name of ${id}` }),
  replace_item: (id) => ({ id, name: `name of ${id}` }),
  get_notes: (id) => ({ id }),
};

/**
 * `host`: `{ url, life, isUp }`, where `life` changes with each start of the server. `clients` call it until `stop`, each with a pause of
 * about `pauseMs` between calls; `limitMs` is how long an answer may take.
 */
export class Crowd {
  counts = {};
  samples = {};
  /** Life → when the first good answer came, and which clients had one. */
  served = new Map();
  stopped = false;

  constructor(host, upstream, settings) {
    this.host = host;
    this.upstream = upstream;
    this.settings = settings;
  }

  start(from = 0) {
    const { clients } = this.settings;
    this.running = Array.from({ length: clients }, (_, index) => this.#live(from + index));
    return this;
  }

  async stop() {
    this.stopped = true;
    await Promise.all(this.running);
  }

  get calls() {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  async #live(index) {
    const { seed, pauseMs } = this.settings;
    const era = index % 2 === 0 ? 'stateless' : 'session';
    const client = new Client(this.host.url, era, `127.0.1.${1 + (index % 250)}`);
    let life = -1;
    for (let n = 0; !this.stopped; n++) {
      if (life !== this.host.life) {
        const next = this.host.life;
        const isOpen = await client.open(OPEN_MS).then(
          () => true,
          () => false,
        );
        if (!isOpen) {
          await sleep(100);
          continue;
        }
        life = next;
      }
      await this.#call(client, index, n, life);
      await sleep(pauseMs * (0.5 + chance(seed, index, n, 'pause')));
    }
    await client.close();
  }

  async #call(client, index, n, life) {
    const { seed, limitMs } = this.settings;
    const id = `call-${index}-${n}-${Math.floor(chance(seed, index, n) * 65_536)
      .toString(16)
      .padStart(4, '0')}`;
    const tool = pick(Object.keys(TOOLS), seed, id, 'tool');
    const leaves =
      chance(seed, id, 'leaves') < LEAVES ? { leaveMs: 20 + 200 * chance(seed, id, 'when') } : {};
    const wasUp = this.host.isUp;
    const began = Date.now();
    const outcome = await client.call(tool, TOOLS[tool](id), { timeoutMs: limitMs, ...leaves }).then(
      (message) => ({ message }),
      (error) => ({ error }),
    );
    const excused = !wasUp || !this.host.isUp || life !== this.host.life;
    const verdict = judge(id, outcome, this.upstream.take(id), excused);
    const isSlow = ['failed', 'hung'].includes(verdict.word) && wasLate(began);
    this.#count(isSlow ? { word: 'slow' } : verdict, `${tool} ${id}`);
    if (outcome.message !== undefined && !excused) this.#serve(life, index);
  }

  #count({ word, why }, call) {
    this.counts[word] = (this.counts[word] ?? 0) + 1;
    if (why === undefined) return;
    this.samples[word] ??= [];
    if (this.samples[word].length < SAMPLES) this.samples[word].push(`${call}: ${why}`);
  }

  #serve(life, index) {
    const known = this.served.get(life) ?? { at: Date.now(), clients: new Set() };
    known.clients.add(index);
    this.served.set(life, known);
  }
}
