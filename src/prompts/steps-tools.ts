import { thousands } from '../options/numbers.js';
import type { Answers } from '../options/table.js';
import type { Session, Step } from './session.js';
import { beforeText, textOf } from './shared.js';
import type { Item, PreviewOperation, Value } from './types.js';

/** Above this many operations a tool for each of them fills the context of a model. */
const MANY = 80;

/** Which operations become tools, with what that costs a model. */
export const toolSteps = (_session: Session): readonly Step[] => [HOW, TAGS, OPERATIONS];

const operations = (session: Session): readonly PreviewOperation[] => session.preview?.operations ?? [];

/** `12 tools, about 3,400 tokens`. */
export function cost(list: readonly PreviewOperation[]): string {
  const tokens = list.reduce((sum, operation) => sum + operation.tokens, 0);
  return `${list.length} ${list.length === 1 ? 'tool' : 'tools'}, about ${thousands(tokens)} tokens`;
}

const HOW: Step = {
  id: 'tools',
  applies: ({ given }) => given.tools === undefined,
  ask: (session) => {
    const all = operations(session);
    const every: Item = { value: 'all', label: 'All operations', hint: cost(all) };
    const search: Item = {
      value: 'dynamic',
      label: 'Search, describe and call',
      hint: `3 tools for ${all.length} operations`,
    };
    return {
      kind: 'choice',
      message: 'Which operations become tools?',
      items: [
        ...(all.length > MANY ? [search, every] : [every, search]),
        { value: 'read-only', label: 'Those that only read', hint: cost(all.filter((one) => one.readOnly)) },
        { value: 'tags', label: 'Choose groups', hint: `${session.preview?.tags.length ?? 0} groups` },
        { value: 'operations', label: 'Choose operations' },
      ],
      ...beforeText(session, 'tools'),
    };
  },
  answers: (value): Answers => (value === 'tags' || value === 'operations' ? {} : { tools: textOf(value) }),
};

const TAGS: Step = {
  id: 'tool-tags',
  applies: (session) => session.given.tools === undefined && session.values['tools'] === 'tags',
  ask: (session) => ({
    kind: 'several',
    message: 'Groups (type to search)',
    items: (session.preview?.tags ?? []).map(({ id, label }) => ({
      value: id,
      label,
      hint: cost(operations(session).filter((operation) => operation.tag === id)),
    })),
    ...beforeList(session, 'tool-tags'),
  }),
  answers: (value) => ({ tools: `tags:${list(value).join(',')}` }),
};

const OPERATIONS: Step = {
  id: 'tool-operations',
  applies: (session) => session.given.tools === undefined && session.values['tools'] === 'operations',
  ask: (session) => ({
    kind: 'several',
    message: `Operations (type to search; all are ${cost(operations(session))})`,
    items: operations(session).map((operation) => ({
      value: operation.id,
      label: `${operation.id}  ${operation.label}`,
      hint: `${operation.tokens} tokens`,
    })),
    ...beforeList(session, 'tool-operations'),
  }),
  answers: (value) => ({ tools: `operations:${list(value).join(',')}` }),
};

const list = (value: Value): readonly string[] => (typeof value === 'object' ? value : []);

const beforeList = (session: Session, id: string): { initial?: readonly string[] } => {
  const old = session.before[id];
  return typeof old === 'object' ? { initial: old } : {};
};
