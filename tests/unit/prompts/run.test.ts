import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../src/options/table.js';
import { runQuestions } from '../../../src/prompts/run.js';
import { startSession } from '../../../src/prompts/session.js';
import type { Asker, Preview, Question, Reply, Value } from '../../../src/prompts/types.js';

const PREVIEW: Preview = {
  title: 'Bookshop',
  slug: 'bookshop',
  operations: [
    { id: 'list_books', tag: 'books', label: 'GET /books', readOnly: true, tokens: 100 },
    { id: 'place_order', tag: 'orders', label: 'POST /orders', readOnly: false, tokens: 250 },
  ],
  tags: [
    { id: 'books', label: 'Books' },
    { id: 'orders', label: 'Orders' },
  ],
  auth: 'bearer token (shop)',
};

const BACK = Symbol('back');
const QUIT = Symbol('quit');
type Scripted = readonly [message: RegExp, answer: Value | symbol | undefined];

/** Answers in order; every question must be the one that is expected. `undefined` takes what Enter would give. */
function scripted(script: readonly Scripted[]) {
  const asked: Question[] = [];
  const told: string[] = [];
  let index = 0;
  const asker: Asker = {
    ask: async (question) => {
      const next = script[index++];
      asked.push(question);
      if (next === undefined) throw new Error(`not expected: ${question.message}`);
      expect(question.message).toMatch(next[0]);
      return reply(question, next[1]);
    },
    tell: (text) => void told.push(text),
    during: (_title, work) => work(),
    close: () => undefined,
  };
  return { asker, asked, told, left: () => script.length - index };
}

function reply(question: Question, answer: Value | symbol | undefined): Reply {
  if (answer === BACK) return { kind: 'back' };
  if (answer === QUIT) return { kind: 'quit' };
  if (typeof answer !== 'symbol' && answer !== undefined) return { kind: 'value', value: answer };
  if (question.kind === 'text') return { kind: 'value', value: question.initial ?? question.fallback ?? '' };
  if (question.kind === 'yes-no') return { kind: 'value', value: question.initial };
  if (question.kind === 'several') return { kind: 'value', value: question.initial ?? [] };
  return { kind: 'value', value: question.initial ?? question.items[0]?.value ?? '' };
}

interface Setup {
  readonly given?: Answers;
  readonly preview?: (answers: Answers) => Promise<Preview | string>;
  readonly folderProblem?: (dir: string) => Promise<string | undefined>;
}

async function run(script: readonly Scripted[], setup: Setup = {}) {
  const { asker, asked, told, left } = scripted(script);
  const answers = await runQuestions(startSession(setup.given ?? {}), {
    asker,
    preview: setup.preview ?? (async () => PREVIEW),
    folderProblem: setup.folderProblem ?? (async () => undefined),
    summary: () => 'SUMMARY',
  });
  expect(left()).toBe(0);
  return { answers, asked, told };
}

const TO_TOOLS: readonly Scripted[] = [
  [/Where should/, 'my-app'],
  [/Where is the OpenAPI/, 'sample'],
  [/credentials/, undefined],
  [/Name of the service/, undefined],
  [/Package name/, undefined],
  [/one sentence/, 'A shop'],
];
const FROM_TOOLS: readonly Scripted[] = [
  [/Language of/, 'python'],
  [/Shape of/, undefined],
  [/have besides/, undefined],
  [/reach the server/, undefined],
  [/installs/, undefined],
  [/Python version/, undefined],
  [/git repository/, false],
  [/Install the dep/, true],
  [/checks/, undefined],
  [/Create the project/, 'yes'],
];

describe('the questions', () => {
  it('give an answer for everything, and end with a summary', async () => {
    const { answers, told } = await run([...TO_TOOLS, [/Which operations/, undefined], ...FROM_TOOLS]);
    expect(answers).toEqual({
      dir: 'my-app',
      sample: true,
      auth: 'document',
      name: 'Bookshop',
      packageName: 'bookshop',
      description: 'A shop',
      tools: 'all',
      feature: [],
      transports: ['stdio', 'http'],
      target: 'python',
      preset: 's-tier',
      packageManager: 'uv',
      python: 'auto',
      git: false,
      install: true,
      check: true,
    });
    expect(told).toEqual(['SUMMARY']);
  });

  it.each([
    ['s-tier', true],
    ['patterns', false],
  ] as const)('offer features besides those that %s brings', async (preset, isOffered) => {
    const given: Answers = {
      dir: 'x',
      sample: true,
      auth: 'none',
      name: 'a',
      packageName: 'a',
      description: 'a',
    };
    const script: readonly Scripted[] = FROM_TOOLS.map(([question, answer]) =>
      question.source === 'Shape of' ? [question, preset] : [question, answer],
    );
    const { asked, answers } = await run([[/Which operations/, undefined], ...script], { given });
    const features = asked.find(({ message }) => /have besides/.test(message));
    const offered = features?.kind === 'several' ? features.items.map(({ value }) => value) : [];
    expect(offered).toContain('cache');
    expect(offered.includes('health')).toBe(isOffered);
    expect(answers).toMatchObject({ preset, feature: [] });
  });

  it('ask nothing when flags say it all', async () => {
    const given: Answers = {
      dir: 'x',
      sample: true,
      auth: 'none',
      name: 'a',
      packageName: 'a',
      description: 'a',
      tools: 'all',
      feature: [],
      transports: ['stdio'],
      target: 'python',
      preset: 's-tier',
      packageManager: 'uv',
      python: 'auto',
      git: false,
      install: false,
    };
    expect((await run([], { given })).answers).toEqual({});
  });

  it('do not ask for checks without an install', async () => {
    const given: Answers = {
      dir: 'x',
      sample: true,
      auth: 'none',
      name: 'a',
      packageName: 'a',
      description: 'a',
      tools: 'all',
      feature: [],
      transports: ['stdio'],
      target: 'python',
      preset: 's-tier',
      packageManager: 'uv',
      python: 'auto',
      git: false,
    };
    await run(
      [
        [/Install the dep/, false],
        [/Create the project/, 'yes'],
      ],
      { given },
    );
  });

  it('show what the choice of operations costs', async () => {
    const { asked } = await run([...TO_TOOLS, [/Which operations/, QUIT]]);
    const question = asked.at(-1);
    if (question?.kind !== 'choice') throw new Error('no choice');
    expect(question.items.find((item) => item.value === 'all')?.hint).toBe('2 tools, about 350 tokens');
    expect(question.items.find((item) => item.value === 'read-only')?.hint).toBe('1 tool, about 100 tokens');
  });

  it('choose operations by group', async () => {
    const script: Scripted[] = [
      ...TO_TOOLS,
      [/Which operations/, 'tags'],
      [/Groups/, ['books']],
      ...FROM_TOOLS,
    ];
    expect((await run(script)).answers).toMatchObject({ tools: 'tags:books' });
  });

  it('choose operations one by one', async () => {
    const script: Scripted[] = [
      ...TO_TOOLS,
      [/Which operations/, 'operations'],
      [/Operations/, ['place_order']],
      ...FROM_TOOLS,
    ];
    expect((await run(script)).answers).toMatchObject({ tools: 'operations:place_order' });
  });

  it('describe a service that has no document', async () => {
    const { answers } = await run([
      [/Where should/, 'x'],
      [/Where is the OpenAPI/, 'describe'],
      [/Address/, 'https://a.example'],
      [/First resource/, 'books'],
      [/Fields of books/, 'title!,price:number'],
      [/done with books/, ['list', 'get']],
      [/Next resource/, 'orders'],
      [/Fields of orders/, undefined],
      [/done with orders/, undefined],
      [/Next resource/, ''],
      [/credentials/, 'bearer'],
      [/Name of the service/, 'Shop'],
      [/Package name/, undefined],
      [/one sentence/, undefined],
      [/Which operations/, undefined],
      ...FROM_TOOLS,
    ]);
    expect(answers).toMatchObject({
      baseUrl: 'https://a.example',
      resource: ['books(title!,price:number)=list,get', 'orders(name!)=list,get,create,update,delete'],
      auth: 'bearer',
    });
  });
});

describe('going back', () => {
  it('asks the question before, with its answer to be changed', async () => {
    const { asked, answers } = await run([
      [/Where should/, 'first'],
      [/Where is the OpenAPI/, BACK],
      [/Where should/, 'second'],
      [/Where is the OpenAPI/, QUIT],
    ]);
    expect(asked[2]).toMatchObject({ kind: 'text', initial: 'first' });
    expect(answers).toBe('cancelled');
  });

  it('stays at the first question', async () => {
    await run([
      [/Where should/, BACK],
      [/Where should/, QUIT],
    ]);
  });

  it('works inside of a described service, and forgets what followed', async () => {
    await run([
      [/Where should/, 'x'],
      [/Where is the OpenAPI/, 'describe'],
      [/Address/, undefined],
      [/First resource/, 'books'],
      [/Fields of books/, BACK],
      [/First resource/, 'authors'],
      [/Fields of authors/, QUIT],
    ]);
  });

  it('from the summary leads to the last question, by Esc or by choice', async () => {
    await run([
      ...TO_TOOLS,
      [/Which operations/, undefined],
      ...FROM_TOOLS.slice(0, -1),
      [/Create the project/, BACK],
      [/checks/, undefined],
      [/Create the project/, 'back'],
      [/checks/, undefined],
      [/Create the project/, 'no'],
    ]);
  });
});

describe('what cannot be used is asked for again', () => {
  it('a folder', async () => {
    const folderProblem = async (dir: string) => (dir === 'full' ? 'full is not empty' : undefined);
    const { told } = await run(
      [
        [/Where should/, 'full'],
        [/Where should/, 'empty'],
        [/Where is/, QUIT],
      ],
      { folderProblem },
    );
    expect(told).toEqual(['full is not empty']);
  });

  it('a document', async () => {
    const preview = async (answers: Answers) => (answers.spec === 'good.yaml' ? PREVIEW : 'bad.yaml:1:1 no');
    const { told } = await run(
      [
        [/Where should/, 'x'],
        [/Where is/, 'file'],
        [/File or URL/, 'bad.yaml'],
        [/File or URL/, 'good.yaml'],
        [/credentials/, QUIT],
      ],
      { preview },
    );
    expect(told).toEqual(['bad.yaml:1:1 no']);
  });

  it.each(['CON', 'My App!', 'a/trail.'])('the folder name %j is refused while it is typed', async (name) => {
    const { asked } = await run([[/Where should/, QUIT]]);
    const question = asked[0];
    expect(question?.kind === 'text' && question.check?.(name)).toBeTypeOf('string');
  });
});
