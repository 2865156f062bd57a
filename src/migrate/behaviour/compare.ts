import type { ParityItem } from '../capture/compare.js';
import { spelled } from './spelling.js';
import type { CallResult, PlannedCall, Run, Scenario, SentRequest } from './types.js';

/** The same calls of one scenario in both servers, and in the original once more where they differed. */
export interface Pair {
  readonly scenario: Scenario;
  readonly before: Run;
  readonly after: Run;
  readonly again?: Run;
}

export interface CallParity {
  readonly calls: number;
  readonly equal: number;
  /** Results that the original itself gives differently from one time to the next. */
  readonly volatile: number;
  /** Item → what differs. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  /** Item → differences in the words of an error, which do not count. */
  readonly wordings: ReadonlyMap<string, readonly string[]>;
}

/** The key of `differences`: `tool add`. */
export const itemKey = ({ kind, name }: Pick<ParityItem, 'kind' | 'name'>): string => `${kind} ${name}`;
/** What is sent before the first call belongs to no item of the lists. */
export const START_KEY = 'start the start';

/** Whether there is nothing that a second run of the original could explain. */
export const sameRuns = (pair: Pair, plan: readonly PlannedCall[]): boolean => {
  const { differences, wordings } = compareCalls([pair], plan);
  return differences.size === 0 && wordings.size === 0;
};

/** Holds the calls of the new server against those of the original. */
export function compareCalls(pairs: readonly Pair[], plan: readonly PlannedCall[]): CallParity {
  const count = { calls: 0, equal: 0, volatile: 0 };
  const differences = new Map<string, string[]>();
  const wordings = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, key: string, text: string): void => {
    map.set(key, [...(map.get(key) ?? []), text]);
  };
  for (const { scenario, before, after, again } of pairs) {
    const [was, is] = [requestsText(before.startup), requestsText(after.startup)];
    if (was !== is && (again === undefined || requestsText(again.startup) === was))
      note(differences, START_KEY, `with ${scenario.title}: ${changed('requests', was, is)}`);
    for (const [i, call] of plan.entries()) {
      const [one, other, once] = [before.results[i], after.results[i], again?.results[i]];
      if (one === undefined && other === undefined) continue;
      count.calls++;
      const found = compareResults(one, other, once, scenario);
      if (found.volatile) count.volatile++;
      if (found.differences.length === 0) count.equal++;
      const where = `${shownCall(call)} with ${scenario.title}`;
      const key = itemKey({ kind: call.kind, name: call.item });
      for (const text of found.differences) note(differences, key, `${where}: ${text}`);
      for (const text of found.wordings) note(wordings, key, `${where}: ${text}`);
    }
  }
  return { ...count, differences, wordings };
}

const SHOWN = 240;
const shown = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
function shownCall({ params, method }: PlannedCall): string {
  return shown(`${method} ${JSON.stringify(params['arguments'] ?? params)}`);
}

interface Found {
  readonly differences: readonly string[];
  readonly wordings: readonly string[];
  readonly volatile: boolean;
}

function compareResults(
  before: CallResult | undefined,
  after: CallResult | undefined,
  again: CallResult | undefined,
  scenario: Scenario,
): Found {
  if (before === undefined || after === undefined) {
    const which = before === undefined ? 'original' : 'new server';
    return { differences: [`the ${which} had ended`], wordings: [], volatile: false };
  }
  const aspects = aspectsOf(before).map(([name, was], i) => {
    const is = aspectsOf(after)[i]?.[1] ?? '';
    const twice = again === undefined ? was : (aspectsOf(again)[i]?.[1] ?? '');
    return { name, was, is, varies: twice !== was };
  });
  const differing = aspects.filter(({ was, is }) => was !== is);
  const counted = differing.filter(({ varies }) => !varies);
  // The words for a service that fails come from the libraries of HTTP, and Python names the module of a class that it complains about.
  const isWording = ({ name, was, is }: (typeof aspects)[number]): boolean =>
    before.isError &&
    after.isError &&
    name === 'result' &&
    (scenario.name === 'error' || withoutModules(was) === withoutModules(is));
  const text = ({ name, was, is }: (typeof aspects)[number]): string => changed(name, was, is);
  return {
    differences: counted.filter((one) => !isWording(one)).map(text),
    wordings: counted.filter(isWording).map(text),
    volatile: aspects.some(({ varies }) => varies),
  };
}

/** `mcp_x.models.Word` is `Word`. */
const withoutModules = (text: string): string => text.replace(/\b(?:[a-z_]\w*\.)+(?=[A-Z]\w*\b)/g, '');

const aspectsOf = ({ requests, failure, isError, content, structured }: CallResult): [string, string][] => [
  ['requests', requestsText(requests)],
  ['isError', String(isError)],
  ['result', spelled(failure === undefined ? content : [`${failure}`])],
  ['structured content', spelled(structured ?? null)],
];

/** Requests that a program sends side by side arrive in any order. */
const requestsText = (requests: readonly SentRequest[]): string =>
  requests
    .map((request) => spelled(request))
    .sort()
    .join('\n');

/** Both values, from where they begin to differ. */
function changed(what: string, was: string, is: string): string {
  let at = 0;
  while (at < was.length && was[at] === is[at]) at++;
  const from = Math.max(0, at - 60);
  const part = (text: string): string =>
    text === '' ? 'nothing' : `${from > 0 ? '…' : ''}${shown(text.slice(from))}`;
  return `${what}: ${part(was)} → ${part(is)}`;
}
