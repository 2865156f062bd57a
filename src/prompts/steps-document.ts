import { AUTHS } from '../options/choices.js';
import {
  parseFields,
  parseResource,
  RESOURCE_OPERATIONS,
  type ResourceOperation,
  resourceText,
} from '../options/describe.js';
import type { Answers } from '../options/table.js';
import type { Session, Step } from './session.js';
import { beforeText, complaint, textOf } from './shared.js';

/** Where the document is, or what the service is like when there is none; then its credentials. */
export function documentSteps(session: Session): readonly Step[] {
  return [SOURCE, FILE, BASE_URL, ...resourceSteps(session), AUTH];
}

const givenDocument = ({ given }: Session): boolean =>
  given.spec !== undefined ||
  given.sample === true ||
  given.baseUrl !== undefined ||
  given.resource !== undefined;

const SOURCE: Step = {
  id: 'source',
  applies: (session) => !givenDocument(session),
  ask: (session) => ({
    kind: 'choice',
    message: 'Where is the OpenAPI document?',
    items: [
      { value: 'file', label: 'In a file or at a URL' },
      { value: 'describe', label: 'There is none', hint: 'describe the service' },
      { value: 'sample', label: 'Use a sample', hint: 'a small bookshop' },
    ],
    ...beforeText(session, 'source'),
  }),
  answers: (value): Answers => (value === 'sample' ? { sample: true } : {}),
  settlesDocument: true,
};

const FILE: Step = {
  id: 'spec',
  applies: (session) => !givenDocument(session) && session.values['source'] === 'file',
  ask: (session) => ({
    kind: 'text',
    message: 'File or URL of the document',
    ...(session.nearby === undefined ? {} : { fallback: session.nearby }),
    ...beforeText(session, 'spec'),
    check: (text) =>
      text === '-' ? 'Standard input is the keyboard here; give a file or a URL.' : complaint('spec', text),
  }),
  answers: (value) => ({ spec: textOf(value) }),
  settlesDocument: true,
};

const describes = (session: Session): boolean =>
  !givenDocument(session) && session.values['source'] === 'describe';

const BASE_URL: Step = {
  id: 'baseUrl',
  applies: describes,
  ask: (session) => ({
    kind: 'text',
    message: 'Address of the API',
    fallback: 'https://api.example.com',
    ...beforeText(session, 'baseUrl'),
    check: (text) => complaint('baseUrl', text),
  }),
  answers: (value) => ({ baseUrl: textOf(value) }),
};

/** Name, fields and operations of each resource; an empty name ends the list. */
function resourceSteps(session: Session): Step[] {
  const steps: Step[] = [];
  for (let index = 0; index < 50; index += 1) {
    steps.push(resourceName(index));
    const name = session.values[`resource-${index}`];
    if (name === undefined || name === '') break;
    steps.push(resourceFields(index, textOf(name)), resourceOperations(index, textOf(name)));
  }
  return steps;
}

function resourceName(index: number): Step {
  const id = `resource-${index}`;
  return {
    id,
    applies: describes,
    ask: (session) => ({
      kind: 'text',
      message:
        index === 0 ? 'First resource, plural (books)' : 'Next resource (leave empty when that is all)',
      ...(index === 0 ? {} : { fallback: '' }),
      ...beforeText(session, id),
      check: (text) => {
        if (text === '') return index === 0 ? 'At least one resource is needed.' : undefined;
        const parsed = parseResource(text);
        return typeof parsed === 'string' ? parsed : undefined;
      },
    }),
    answers: (value, session): Answers => (value === '' ? { resource: describedResources(session) } : {}),
    settlesDocument: true,
  };
}

function resourceFields(index: number, name: string): Step {
  const id = `fields-${index}`;
  return {
    id,
    applies: describes,
    ask: (session) => ({
      kind: 'text',
      message: `Fields of ${name} (title!, price:number, tags:string[]; ! = needed)`,
      fallback: 'name!',
      ...beforeText(session, id),
      check: (text) => {
        const parsed = parseFields(text);
        return typeof parsed === 'string' ? parsed : undefined;
      },
    }),
    answers: () => ({}),
  };
}

function resourceOperations(index: number, name: string): Step {
  const id = `operations-${index}`;
  return {
    id,
    applies: describes,
    ask: (session) => {
      const old = session.before[id];
      return {
        kind: 'several',
        message: `What can be done with ${name}?`,
        items: RESOURCE_OPERATIONS.map((value) => ({ value, label: value })),
        initial: Array.isArray(old) ? old : [...RESOURCE_OPERATIONS],
      };
    },
    answers: () => ({}),
  };
}

/** The resources as `--resource` takes them. */
function describedResources(session: Session): string[] {
  const found: string[] = [];
  for (let index = 0; ; index += 1) {
    const name = textOf(session.values[`resource-${index}`] ?? '');
    if (name === '') return found;
    const fields = parseFields(textOf(session.values[`fields-${index}`] ?? 'name!'));
    const wanted = session.values[`operations-${index}`];
    const operations = Array.isArray(wanted) ? wanted : RESOURCE_OPERATIONS;
    if (typeof fields === 'string') continue;
    found.push(resourceText({ name, fields, operations: operations as readonly ResourceOperation[] }));
  }
}

const AUTH: Step = {
  id: 'auth',
  applies: ({ given }) => given.auth === undefined,
  ask: (session) => {
    const described = session.preview?.auth ?? '';
    const [first, ...others] = AUTHS;
    const says = described === '' ? 'it names none' : described;
    const own = { value: 'document', label: first?.title ?? '', hint: says };
    const rest = others.map(({ value, title }) => ({ value, label: title }));
    return {
      kind: 'choice',
      message: 'Which credentials does the API want?',
      items: describes(session) ? rest : [own, ...rest],
      ...beforeText(session, 'auth'),
    };
  },
  answers: (value) => ({ auth: textOf(value) }),
};
