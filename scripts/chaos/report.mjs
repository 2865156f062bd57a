// What a chaos run has shown, line by line: each line holds, or does not.

/** Bars of the run. Memory: between the second and the last quarter of a server that was never ended. */
const RECOVERY_MS = 5_000;
/** Where others use the machine, both are this many undisturbed starts of the same server. */
const STARTS = 3;
const GRACE_MS = 10_000;
const GROWTH_MB = 32;
const POOL = 100;
const LEFT_OVER = 3;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const WRONG = {
  wrong: 'no wrong answer',
  mixed: 'no answer of another call',
  secret: 'no secret in an answer',
  repeated: 'what is not idempotent is sent once, the rest three times at most',
  failed: 'no error without a fault',
  hung: 'no call without an answer in time',
  dropped: 'no connection dropped by a server that runs',
};

/** Prints the figures and the lines; gives the exit code. */
export function report(run) {
  const { crowd, steady, options } = run;
  const counts = merged(crowd.counts, steady.counts);
  console.log(
    `${options.target}, ${run.seconds} s, seed ${options.seed}, ${options.clients} clients and ${steady.settings.clients}`,
  );
  console.log(
    `${crowd.calls + steady.calls} calls: ${Object.entries(counts)
      .map(([word, n]) => `${word} ${n}`)
      .join(', ')}`,
  );
  const lines = [...ofCalls(run, counts), ...ofLives(run), ...ofResources(run)];
  for (const { says, holds, seen } of lines) console.log(`${holds ? 'ok    ' : 'FAILED'} ${says}: ${seen}`);
  const failed = lines.filter(({ holds }) => !holds).length;
  console.log(`${lines.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const line = (says, holds, seen) => ({ says, holds, seen });

function merged(...all) {
  const sum = {};
  for (const [word, count] of all.flatMap(Object.entries)) sum[word] = (sum[word] ?? 0) + count;
  return sum;
}

function ofCalls({ crowd, steady, upstream, hosts }, counts) {
  const samples = (word) => [...(crowd.samples[word] ?? []), ...(steady.samples[word] ?? [])];
  const had = crowd.calls + steady.calls - (counts.lost ?? 0) - (counts.left ?? 0) - (counts.slow ?? 0);
  const findings = Object.values(hosts).flatMap(({ server }) => server.findings);
  return [
    line(
      'good answers, of those that were to be had',
      (counts.good ?? 0) > had / 3,
      `${counts.good ?? 0} of ${had}`,
    ),
    ...Object.entries(WRONG).map(([word, says]) =>
      line(says, counts[word] === undefined, [counts[word] ?? 0, ...samples(word)].join('\n         ')),
    ),
    line(
      'requests are what calls meant',
      upstream.misread.length === 0,
      upstream.misread.slice(0, 3).join('; ') || 0,
    ),
    line(
      'no stack trace, no secret on stderr, nothing on stdout',
      findings.length === 0,
      findings
        .slice(0, 3)
        .map(({ what, line: text }) => `${what}: ${text}`)
        .join('\n         ') || 0,
    ),
  ];
}

function ofLives({ crowd, hosts, options, last }) {
  const { ends, startMs } = hosts.mortal;
  const limit = Math.max(RECOVERY_MS, STARTS * startMs);
  const grace = Math.max(GRACE_MS, STARTS * startMs);
  const kindly = [...ends.filter((end) => end.kindly), { ...last, kindly: true }];
  // A server that finishes its calls has not gone yet: from then on it is being waited for.
  const waits = ends.map(
    ({ stopped, life }) => (crowd.served.get(life)?.at ?? Number.POSITIVE_INFINITY) - stopped,
  );
  const lives = [...crowd.served.values()].map(({ clients }) => clients.size);
  const isBusy = (crowd.counts.slow ?? 0) > 0;
  const died = ends.filter((end) => end.died).length + (hosts.steady.server.isRunning ? 0 : 1);
  return [
    line('never ends by itself', died === 0, died),
    line(
      `works again within ${seconds(limit)} (a start takes ${seconds(startMs)})`,
      waits.every((ms) => ms <= limit),
      waits.map(seconds).join(', '),
    ),
    line(
      `SIGTERM: exit 0 within ${seconds(grace)}`,
      kindly.every(({ code, ms }) => code === 0 && ms <= grace),
      kindly.map(({ code, ms }) => `${code} after ${seconds(ms)}`).join(', '),
    ),
    line(
      'every client is served in every life',
      isBusy || lives.every((count) => count === Number(options.clients)),
      `${lives.join(', ')}${isBusy ? ' (the machine is too busy to tell)' : ''}`,
    ),
  ];
}

function ofResources({ hosts, idle, rest, steady, options }) {
  const left = line('no request left open at the API', rest.open === 0, rest.open);
  if (idle === undefined || rest.steady === undefined) return [left];
  const measures = hosts.steady.measures;
  const quarter = (n) => measures.slice((n * measures.length) / 4, ((n + 1) * measures.length) / 4);
  const [from, to] = [1, 3].map((n) => median(quarter(n).map(({ megabytes }) => megabytes)));
  const most = (host) => Math.max(...host.measures.map(({ sockets }) => sockets ?? 0));
  const limit = (clients) => idle.sockets + clients + POOL;
  return [
    left,
    line('memory is flat', to - from <= GROWTH_MB, `${from.toFixed(1)} MB, then ${to.toFixed(1)} MB`),
    line(
      'sockets are bounded',
      most(hosts.mortal) <= limit(Number(options.clients)) &&
        most(hosts.steady) <= limit(steady.settings.clients),
      `at most ${most(hosts.mortal)} and ${most(hosts.steady)}`,
    ),
    line(
      'sockets are closed in the end',
      rest.steady.sockets <= idle.sockets + LEFT_OVER,
      `${rest.steady.sockets}, before the first call ${idle.sockets}`,
    ),
  ];
}
