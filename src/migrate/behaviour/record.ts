import type { Pair } from './compare.js';
import { compareCalls } from './compare.js';
import { spelled } from './spelling.js';
import type { CallResult, PlannedCall, Scenario, SentRequest, StubAnswer } from './types.js';

/** A call as the new project's tests make it. */
export interface RecordedCall {
  readonly tool: string;
  readonly arguments: unknown;
  /** Key of `answers`. */
  readonly answer: string;
  readonly requests: readonly Pick<SentRequest, 'method' | 'scheme' | 'host' | 'path' | 'query'>[];
  readonly isError: boolean;
  /** Null where it holds what differs from one time to the next, or the words of an error differ. */
  readonly content: readonly string[] | null;
}

/** JSON is kept as a value, so that people can read it. */
export type RecordedAnswer = Pick<StubAnswer, 'status' | 'type'> & { readonly body: unknown };

export interface Recorded {
  readonly answers: Readonly<Record<string, RecordedAnswer>>;
  readonly calls: readonly RecordedCall[];
}

/** The answers that tell most come first. */
const PREFERRED: readonly Scenario['name'][] = ['object', 'list', 'text', 'error'];
const MAX_CONTENT = 20_000;

/** One call of each tool that came to the same in both servers, preferably one that succeeded; what the user gave as a value is left out. */
export function recordedCalls(
  pairs: readonly Pair[],
  plan: readonly PlannedCall[],
  secrets: readonly string[],
): Recorded {
  const found = new Map<string, RecordedCall>();
  for (const wantsSuccess of [true, false]) {
    for (const name of PREFERRED) {
      const pair = pairs.find(({ scenario }) => scenario.name === name);
      for (const [i, call] of plan.entries()) {
        const made = pair?.before.results[i];
        if (pair === undefined || made === undefined || call.kind !== 'tool' || found.has(call.item))
          continue;
        if (wantsSuccess === made.isError || !isKept(pair, i, call)) continue;
        const recorded = recordedCall(call, made, pair.after.results[i] ?? made, name);
        if (!holdsAny(recorded, secrets)) found.set(call.item, recorded);
      }
    }
  }
  const calls = [...found.values()].sort((a, b) => (a.tool < b.tool ? -1 : 1));
  const used = pairs.filter(({ scenario }) => calls.some(({ answer }) => answer === scenario.name));
  return {
    answers: Object.fromEntries(used.map(({ scenario }) => [scenario.name, answerOf(scenario)])),
    calls,
  };
}

const answerOf = ({ answer }: Scenario): RecordedAnswer => ({
  ...answer,
  body: answer.type === 'application/json' ? JSON.parse(answer.body) : answer.body,
});

/** The new server did the same. */
function isKept(pair: Pair, i: number, call: PlannedCall): boolean {
  const only = (run: Pair['before']): Pair['before'] => ({
    ...run,
    startup: [],
    results: run.results.slice(i, i + 1),
  });
  const again = pair.again === undefined ? {} : { again: only(pair.again) };
  const one = { ...pair, before: only(pair.before), after: only(pair.after), ...again };
  return pair.after.results[i] !== undefined && compareCalls([one], [call]).differences.size === 0;
}

function recordedCall(call: PlannedCall, made: CallResult, after: CallResult, answer: string): RecordedCall {
  const content = contentOf(made);
  const isSame = spelled(content) === spelled(contentOf(after));
  const steady = isSame && isSteady(content) && JSON.stringify(content).length < MAX_CONTENT;
  return {
    tool: call.item,
    arguments: call.params['arguments'],
    answer,
    requests: made.requests.map(({ method, scheme, host, path, query }) => ({
      method,
      scheme,
      host,
      path,
      query: query.filter((pair) => isSteady(pair)),
    })),
    isError: made.isError,
    content: steady ? content : null,
  };
}

const contentOf = ({ failure, content }: CallResult): readonly string[] =>
  failure === undefined ? content : [failure];

/** Says nothing of the time or the place of the recording. */
const isSteady = (value: unknown): boolean => !/<(now|today|id|address)>|@home/.test(spelled(value));

const holdsAny = (value: unknown, secrets: readonly string[]): boolean => {
  const text = JSON.stringify(value);
  return secrets.some((secret) => secret.length > 3 && text.includes(JSON.stringify(secret).slice(1, -1)));
};
