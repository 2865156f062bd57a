// What holds for three replicas together. Each check gives a line with what it measured, or throws with what is wrong.
import { until } from '../matrix/redis.mjs';
import { BURST, call, RATE, read } from './world.mjs';

const LIMIT_SECONDS = 10;
const OPERATIONS = 30;
const CALLERS = 6;
const ISBN = '9780141439518';

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const assert = (holds, text) => {
  if (!holds) throw new Error(text);
};

let last = 0;
/** A client that nobody has been before: an address of 127.1.0.0/16. */
const newClient = () => {
  last += 1;
  return `127.1.${Math.floor(last / 250)}.${(last % 250) + 1}`;
};

async function called(port, name, args, from = newClient()) {
  const { status, result } = await call(port, name, args, from);
  assert(status === 200 && !result.isError, `${name}: ${status} ${JSON.stringify(result)?.slice(0, 200)}`);
  return result.structuredContent ?? JSON.parse(result.content[0].text);
}

/** One client asks as fast as it can: what it gets is the burst and then the rate, whoever answers. */
async function limit({ proxy, replicas }) {
  // The first answer of each takes long on a busy machine.
  for (const { port } of replicas) await called(port, 'get_book', { isbn: ISBN });
  const client = newClient();
  const counts = { served: 0, refused: 0 };
  const begun = Date.now();
  let passed = 0;
  const asking = async () => {
    while (Date.now() - begun < LIMIT_SECONDS * 1000) {
      const { status } = await call(proxy, 'get_book', { isbn: ISBN }, client);
      assert(status === 200 || status === 429, `an answer of ${status}`);
      counts[status === 200 ? 'served' : 'refused'] += 1;
      passed = (Date.now() - begun) / 1000;
      if (status === 429) await sleep(15);
    }
  };
  await Promise.all(Array.from({ length: 4 }, asking));
  const allowed = BURST + RATE * passed;
  const off = (counts.served / allowed - 1) * 100;
  assert(counts.refused > 0, `nothing of ${counts.served} was refused: the limit was not reached`);
  assert(
    Math.abs(off) <= 5,
    `${counts.served} served, ${allowed.toFixed(0)} allowed: ${off.toFixed(1)} % off, ${counts.refused} refused`,
  );
  return `${counts.served} served of ${allowed.toFixed(0)} allowed (${off.toFixed(1)} %), ${counts.refused} refused`;
}

/** What one replica has read, all have read; what is changed through one, none remembers. */
async function cache({ api, replicas, proxy }) {
  const path = '/books/9780000000017';
  const asked = () => api.asked.filter((one) => one.endsWith(path)).length;
  const readAll = async () => {
    const answers = [];
    for (const { port } of replicas) answers.push(await called(port, 'get_book', { isbn: '9780000000017' }));
    return new Set(answers.map(({ answer }) => answer));
  };
  assert((await readAll()).size === 1 && asked() === 1, `three replicas asked the API ${asked()} times`);
  const order = { customer: 'a@example.com', lines: [{ isbn: ISBN, quantity: 1 }] };
  await called(proxy, 'place_order', order);
  assert((await readAll()).size === 1 && asked() === 2, `after a change the API was asked ${asked()} times`);
  return 'six reads by three replicas: the API was asked once before a change and once after it';
}

const start = async (port, tool, args) =>
  (await called(port, 'start_operation', { tool, arguments: args })).operation_id;
const statusOf = (port, id) => called(port, 'operation_status', { operation_id: id });

/** An operation of one replica is known to all, and each can cancel it. */
async function operations({ api, replicas }) {
  const [first, second, third] = replicas.map(({ port }) => port);
  api.delayMs = 400;
  const id = await start(first, 'search_books', { author: 'shared' });
  const states = await Promise.all([second, third].map(async (port) => (await statusOf(port, id)).status));
  assert(new Set(states).size === 1 && states[0] === 'running', `seen by others as ${states}`);
  await until(async () => (await statusOf(third, id)).status === 'completed', 10, 'the operation ends');
  api.delayMs = 20_000;
  const long = await start(first, 'search_books', { author: 'cancelled' });
  await called(second, 'operation_cancel', { operation_id: long });
  await until(async () => (await statusOf(third, long)).status === 'cancelled', 15, 'it is cancelled');
  api.delayMs = 0;
  return 'started by one, seen by two, cancelled by another';
}

/** A replica is killed while operations run: each that was accepted comes to its end. */
async function kill({ api, replicas, proxy }) {
  api.delayMs = 3_000;
  const accepted = [];
  let refused = 0;
  const starting = Array.from({ length: OPERATIONS }, async (_, i) => {
    await sleep(i * 40);
    try {
      accepted.push(await start(proxy, 'search_books', { author: `killed ${i}` }));
    } catch {
      refused += 1;
    }
  });
  await sleep(OPERATIONS * 25);
  const killed = Date.now();
  await replicas[0].stop('SIGKILL');
  await Promise.all(starting);
  api.delayMs = 0;
  const open = new Set(accepted);
  const settle = async () => {
    for (const id of open) {
      const { status } = await statusOf(replicas[1].port, id);
      assert(['running', 'completed'].includes(status), `operation ${id} is ${status}`);
      if (status === 'completed') open.delete(id);
    }
    return open.size === 0;
  };
  await until(settle, 60, `${OPERATIONS} operations end`).catch((error) => {
    throw new Error(`${error.message}; ${open.size} of ${accepted.length} accepted ones have no end`);
  });
  const seconds = ((Date.now() - killed) / 1000).toFixed(1);
  await replicas[0].start();
  return `${accepted.length} accepted, ${refused} not, all completed ${seconds} s after the kill`;
}

/** Every replica is stopped and started in turn while clients call. */
async function restart({ replicas, proxy }) {
  const failures = [];
  let count = 0;
  let running = true;
  const calling = async () => {
    const own = Array.from({ length: 4 }, newClient);
    while (running) {
      count += 1;
      const from = own[count % own.length];
      const { status } = await call(proxy, 'get_book', { isbn: ISBN }, from).catch((error) => ({
        status: error.message,
      }));
      if (status !== 200) failures.push(status);
      await sleep(25);
    }
  };
  const callers = Array.from({ length: CALLERS }, calling);
  const codes = [];
  for (const one of replicas) {
    await sleep(500);
    codes.push(await one.stop());
    await one.start();
    const seen = async () => (await read(proxy, '/ready')).status === 200;
    await until(seen, 10, 'the proxy goes on');
  }
  await sleep(500);
  running = false;
  await Promise.all(callers);
  assert(
    codes.every((code) => code === 0),
    `exit codes ${codes}`,
  );
  assert(failures.length === 0, `${failures.length} of ${count} calls failed: ${failures.slice(0, 5)}`);
  return `${count} calls while three replicas were replaced, 0 failed`;
}

export const CHECKS = { limit, cache, operations, kill, restart };
