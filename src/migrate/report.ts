import { mdCode, mdText } from '../escape/markdown.js';
import { type CallParity, itemKey, type Pair, START_KEY } from './behaviour/compare.js';
import type { PlannedCall } from './behaviour/types.js';
import type { ParityItem } from './capture/compare.js';
import type { Lists } from './capture/lists.js';
import { clientModule } from './client/libraries.js';
import type { VendorCalls } from './client/index.js';
import type { Migrated } from './index.js';
import { offersOf } from './project.js';

/** What is known of the new server against the old one. */
export type Proof =
  | { readonly kind: 'not-run' }
  | { readonly kind: 'failed'; readonly why: string }
  | {
      readonly kind: 'compared';
      readonly items: readonly ParityItem[];
      /** What the same calls came to in both servers; `left` were planned and not made. */
      readonly calls: CallParity & { readonly left: number };
      readonly pairs: readonly Pair[];
      readonly plan: readonly PlannedCall[];
      readonly libraries: string;
      readonly original: Lists;
      /** Made-up settings that both servers were run with. */
      readonly made: Readonly<Record<string, string>>;
    };

/** 100 %: every item of every list, and every call. */
export const isEqual = (proof: Proof): boolean =>
  proof.kind === 'compared' &&
  proof.calls.differences.size === 0 &&
  proof.items.every(({ status }) => status === 'kept');

type Compared = Extract<Proof, { kind: 'compared' }>;

/** An item of the lists with all that is known of it: what it is listed as, and what its calls come to. */
export interface ProvenItem extends ParityItem {
  /** What differs and does not count: the words of an error. */
  readonly notes: readonly string[];
}

const SHOWN_DIFFERENCES = 12;

export function itemsOf({ items, calls }: Compared): ProvenItem[] {
  const at = (map: ReadonlyMap<string, readonly string[]>, key: string): readonly string[] =>
    (map.get(key) ?? []).slice(0, SHOWN_DIFFERENCES);
  const proven = items.map((item): ProvenItem => {
    const key = itemKey(item);
    const found = at(calls.differences, key);
    const status = item.status === 'kept' && found.length > 0 ? 'changed' : item.status;
    const notes = at(calls.wordings, key).map((one) => `the words of an error: ${one}`);
    return { ...item, status, differences: [...item.differences, ...found], notes };
  });
  const differences = at(calls.differences, START_KEY);
  if (differences.length === 0) return proven;
  return [...proven, { kind: 'start', name: 'the start', status: 'changed', differences, notes: [] }];
}

/** `MIGRATION.md`: each item with what became of it, and everything that a person has to look at. */
export function migrationText(made: Migrated, proof: Proof): string {
  return [
    `# Migration of ${mdText(made.server.slug)}`,
    ...proofLines(made, proof),
    ...changeLines(made),
    ...startLines(made),
    ...dependencyLines(made),
    ...httpLines(made),
    ...shapeLines(made),
    ...keptLines(made),
    ...testLines(made),
    ...leftLines(made),
    '',
  ].join('\n');
}

function proofLines(made: Migrated, proof: Proof): string[] {
  if (proof.kind === 'not-run') {
    const names = offersOf(made.server).map(
      ({ kind, name }) => `- ${kind} ${mdCode(name)}: carried over, not compared`,
    );
    return [
      '',
      'The original was not run. **Nothing below is proven**: run the migration again without `--no-run`.',
      '',
      ...names,
    ];
  }
  if (proof.kind === 'failed') {
    return [
      '',
      '**Not proven.** One of the two servers did not start, so nothing was compared:',
      '',
      ...proof.why.split('\n').map((line) => `    ${line}`),
    ];
  }
  const items = itemsOf(proof);
  const kept = items.filter(({ status }) => status === 'kept').length;
  const lines = items.map(({ kind, name, status, differences, notes }) => {
    const how = [...differences, ...notes].map((one) => `\n  - ${mdText(one)}`).join('');
    return `- ${kind} ${mdCode(name)}: ${status}${how}`;
  });
  return [
    '',
    `${kept} of ${items.length} items are the same as in the original (run with ${mdCode(proof.libraries)}).`,
    callsLine(proof.calls),
    '',
    ...lines,
  ];
}

function callsLine({ calls, equal, volatile, left }: Compared['calls']): string {
  if (calls === 0) return 'No call was compared.';
  const varying =
    volatile === 0
      ? ''
      : ` In ${volatile} of them the original itself answers differently each time; there, only the rest counts.`;
  const rest = left === 0 ? '' : ` ${left} more were not made.`;
  return `${equal} of ${calls} calls came to the same: the same requests to the same service, the same result.${varying}${rest}`;
}

function changeLines({ code }: Migrated): string[] {
  const files = [...code.changes].flatMap(([path, changes]) =>
    changes.map(({ line, text }) => `- ${mdCode(`${path}:${line}`)} ${mdCode(text.slice(0, 300))}`),
  );
  if (files.length === 0) return [];
  return [
    '',
    '## Changed in the code',
    '',
    'Imports follow the new place and the libraries of today; everything was formatted, with the fixes of the linter that change nothing.',
    '',
    ...files,
  ];
}

function startLines({ code, server }: Migrated): string[] {
  const how = {
    function: 'the function that its console script named',
    block: 'what stood under `if __name__ == "__main__":`, now a function',
    module: 'the module that its owner started',
    server: 'the server object itself',
  }[code.start.kind];
  const made = server.layout.server.facts.servers.some(
    ({ topLevel, variable }) => topLevel && variable !== undefined,
  );
  const app = made
    ? []
    : [
        '',
        'The server is made inside a function: `app` starts the program when uvicorn starts, with the arguments in `MCP_ARGUMENTS`.',
      ];
  return [
    '',
    '## Start',
    '',
    `The command starts ${how}, over stdio or, with \`--http\`, over HTTP.`,
    ...app,
  ];
}

function dependencyLines({ dependencies, built = [] }: Migrated): string[] {
  const noted = dependencies.filter(({ note }) => note !== undefined);
  if (noted.length + built.length === 0) return [];
  return [
    '',
    '## Dependencies',
    '',
    ...noted.map(({ requirement, note }) => `- ${mdCode(requirement)}: ${mdText(note ?? '')}`),
    ...built.map(
      (one) =>
        `- ${mdCode(one)}: has no wheel, so it is built where it is installed, and code of it runs then`,
    ),
  ];
}

function httpLines({ http }: Migrated): string[] {
  const { libraries, vendor, awaited, kept } = http;
  const [first] = libraries;
  if (first === undefined && vendor === undefined && kept.length === 0) return [];
  const moved = libraries.map((one) => movedLine(one, mdCode(`${clientModule(one, first ?? one)}.py`)));
  const said = [
    ...moved,
    ...(vendor === undefined ? [] : vendorLines(vendor, mdCode('api_client.py'))),
    ...(awaited.length === 0 ? [] : [`Async now: ${awaited.map(mdCode).join(', ')}.`]),
    ...(kept.length === 0
      ? []
      : [
          `These HTTP calls stay as they were written, for ${mdCode('api_client.py')} cannot stand for all of them:`,
        ]),
  ];
  const stays = kept.map((one) => `- kept: ${mdText(one)}`);
  return ['', '## HTTP', ...said.flatMap((one) => ['', one]), ...listed(stays)];
}

/** Calls of libraries that speak for one service. */
function vendorLines({ libraries, inPlace, runtime }: VendorCalls, client: string): string[] {
  const all = libraries.map(mdCode).join(', ');
  const waits =
    runtime.length === 0
      ? ''
      : ' Where the library waits for its answers, a thread does, one call after the other, and the server goes on meanwhile.';
  const said = `All calls of ${all} go through ${client} now; what it answers with and what it raises is handed on as it is.${waits}`;
  const still = `Asked in place as before, for what asks cannot wait: ${inPlace.map(mdCode).join(', ')}.`;
  return [said, ...(inPlace.length === 0 ? [] : [still])];
}

/** What tools and data gained, and what could not be given to them. */
function shapeLines({ shape, forgotten = [] }: Migrated): string[] {
  const gained = `Tools take the request that they answer as ${mdCode('ctx')}, and their docstrings say what each argument is and what comes back. What is listed of them is passed on as it was.`;
  const { moved, made, kept } = shape.models;
  const names = (all: readonly string[]): string => all.map(mdCode).join(', ');
  const models = mdCode('api_models.py');
  return [
    '',
    '## Tools and models',
    '',
    gained,
    ...(moved.length === 0 ? [] : ['', `Moved to ${models}: ${names(moved)}.`]),
    ...(made.length === 0
      ? []
      : ['', `Types in ${models} for dicts whose keys the code names; they stay dicts: ${names(made)}.`]),
    ...listed([...shape.tools, ...kept].map((one) => `- kept: ${mdText(one)}`)),
    ...forgottenLines(forgotten),
  ];
}

function forgottenLines(forgotten: readonly string[]): string[] {
  if (forgotten.length === 0) return [];
  const said =
    'These coroutines were made and never awaited, so they did nothing. They are awaited now, or closed where nothing can be awaited:';
  return ['', said, '', ...forgotten.map((one) => `- ${mdCode(one)}`)];
}

const listed = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines]);

/** What was written for aiohttp is sent as before. */
const movedLine = (library: string, client: string): string =>
  library === 'aiohttp'
    ? `All requests of ${mdCode(library)} go through ${client} now, which hands them on from one ${mdCode('_request()')}.`
    : `All requests of ${mdCode(library)} go through ${client} now: one aiohttp client with one ${mdCode('_request()')}, under the names that the code uses. Addresses, bodies and the texts of errors are spelled as ${mdCode(library)} does; what a failed connection says comes from aiohttp, and certificates are those of the system.`;

function keptLines({ findings, types }: Migrated): string[] {
  const lint = findings.map(({ file, line, message }) => `- ${mdCode(`${file}:${line}`)} ${mdText(message)}`);
  const typed = (types ?? []).map(
    ({ file, line, message, code }) => `- ${mdCode(`${file}:${line}`)} ${mdText(`${message} [${code}]`)}`,
  );
  const how =
    types === undefined
      ? 'Types were added as far as the text of the code proves them; no type checker was asked.'
      : 'Types were added, and made as wide as the type checker needs them: a `cast(Any, …)` marks what it could not know.';
  return [
    '',
    '## Kept as it was',
    '',
    'Functions and classes are carried over as they were written.',
    how,
    ...(lint.length === 0 ? [] : ['', 'The linter says of it:', '', ...lint]),
    ...(typed.length === 0 ? [] : ['', 'The type checker says of it:', '', ...typed]),
  ];
}

function testLines({ tests, server }: Migrated): string[] {
  const kept = [...tests.moved].map(([from, to]) => `- ${mdCode(from)}: ${mdCode(to)}`);
  const stand = [...tests.stand].map(
    ([file, why]) =>
      `- not carried over, for it is written for the library that ${mdCode('api_client.py')} stands for now: ${mdText(`${file}${why}`)}`,
  );
  if (kept.length + stand.length === 0) return [];
  return [
    '',
    '## Your tests',
    '',
    `They import ${mdCode(`mcp_${server.slug.replaceAll('-', '_')}`)} now and lie beside the project's own; run them with ${mdCode('uv run pytest original_tests')}. What they need besides pytest is not installed by itself.`,
    '',
    ...kept,
    ...stand,
  ];
}

const SHOWN = 60;

function leftLines({ left }: Migrated): string[] {
  if (left.length === 0) return [];
  const shown = left.slice(0, SHOWN).map((path) => `- ${mdCode(path)}`);
  const rest = left.length > SHOWN ? [`- … and ${left.length - SHOWN} more`] : [];
  return [
    '',
    '## Left in the source',
    '',
    'These files are no part of the running server.',
    '',
    ...shown,
    ...rest,
  ];
}
