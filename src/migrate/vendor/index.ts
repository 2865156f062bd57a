/** Calls of a library that speaks for a service go through `api_client.py`: all of them, or the library stays where it is. */
import { awaitCall } from '../client/awaits.js';
import { offThread } from '../client/threads.js';
import type { Extraction } from '../client/index.js';
import { addEdit, attempt, Kept, type Moving, movingIn } from '../client/work.js';
import { applyEdits } from '../python/edits.js';
import { walk } from '../python/tree.js';
import { type Typing, textOf, typingOf } from '../typing/module.js';
import { type ClientClass, clientFile, usesThread } from './file.js';
import { moveImports } from './imports.js';
import { librariesOf, surveyLibrary } from './survey.js';
import { keyOf, type Method, methodsFor } from './methods.js';
import { adaptVendorTests } from './tests.js';
import { instanceName, type Survey } from './types.js';

/** Where the program's files are: its package, and that of the runtime. */
export interface VendorPlace {
  readonly package: string;
  readonly runtime: string;
}

/** Undefined where no library of a service is called. `tests` are the source's own, path → text. */
export async function extractVendor(
  files: ReadonlyMap<string, string>,
  place: VendorPlace,
  tests: ReadonlyMap<string, string>,
): Promise<Extraction | undefined> {
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const kept: string[] = [];
  const surveys = librariesOf(modules, place.package).flatMap((library): Survey[] => {
    const found = attempt(() => surveyLibrary(library, modules));
    if (typeof found === 'string') kept.push(`${library}: ${found}`);
    return typeof found === 'string' || found.uses.length === 0 ? [] : [found];
  });
  const still: Extraction = { files, libraries: [], awaited: [], kept };
  if (surveys.length === 0) return kept.length === 0 ? undefined : still;
  const libraries = surveys.map(({ library }) => library);
  const moved = attempt(() => move(surveys, modules, place, files));
  if (typeof moved === 'string') kept.push(...libraries.map((library) => `${library}: ${moved}`));
  if (typeof moved === 'string') return still;
  const { written, awaited, inPlace, runtime, work } = moved;
  const followed = await adaptVendorTests(tests, surveys, work);
  return { ...still, files: written, vendor: { libraries, inPlace, runtime }, awaited, tests: followed };
}

interface Moved {
  readonly written: ReadonlyMap<string, string>;
  readonly work: Moving;
  readonly awaited: readonly string[];
  readonly inPlace: readonly string[];
  readonly runtime: readonly string[];
}

/** A program that waits in threads of its own. */
const OWN_THREADS = /\b(to_thread|run_in_executor|ThreadPoolExecutor|run_sync|threading\.Thread)\b/;

function move(
  surveys: readonly Survey[],
  modules: readonly Typing[],
  place: VendorPlace,
  files: ReadonlyMap<string, string>,
): Moved {
  notTaken(surveys, modules, files, place);
  const uses = surveys.flatMap((one) => one.uses);
  const { methods, work } = awaitAll(uses, modules, place);
  for (const method of methods) for (const use of method.uses) rename(use, method, work);
  const passed = new Map<string, string>();
  for (const typing of modules) moveImports(typing, surveys, passed, work);
  const classes = classesOf(surveys, methods);
  const threads = modules.some(({ text }) => OWN_THREADS.test(text));
  const written = new Map(files);
  for (const [{ path, text }, edits] of work.edits) written.set(path, applyEdits(text, edits));
  written.set(
    `src/${place.package}/api_client.py`,
    clientFile({ classes, passed, runtime: place.runtime, threads }),
  );
  const still = methods.filter(
    ({ mode, owner }) => mode === 'plain' || (mode === 'property' && owner.kind === 'class'),
  );
  return {
    written,
    work,
    awaited: [...new Set(work.awaited.values())],
    inPlace: still.map(({ owner, path }) => `${owner.name}.${path.join('.')}`),
    runtime: usesThread(classes) && !threads ? ['waiting.py'] : [],
  };
}

/** Names that `api_client.py` is to have, and modules use for something else. */
function notTaken(
  surveys: readonly Survey[],
  modules: readonly Typing[],
  files: ReadonlyMap<string, string>,
  { package: name }: VendorPlace,
): void {
  const owners = surveys.flatMap(({ uses }) => uses.map(({ owner }) => owner));
  const wanted = new Set([
    'api_client',
    ...owners.flatMap((one) => (one.kind === 'module' ? [instanceName(one)] : [])),
  ]);
  const byName = new Map(owners.map((one) => [one.name, one.full]));
  const [first] = modules;
  const [use] = surveys.flatMap(({ uses }) => uses);
  if (first === undefined || use === undefined) return;
  for (const { name: own, full } of owners) {
    if (byName.get(own) !== full) throw new Kept(`two things named ${own}`, use.typing, use.end);
  }
  if (files.has(`src/${name}/api_client.py`) || files.has(`src/${name}/api_client/__init__.py`))
    throw new Kept('there is an api_client.py already', first, first.root);
  for (const typing of modules) {
    for (const node of walk(typing.root)) {
      if (node.type === 'identifier' && wanted.has(textOf(node, typing)))
        throw new Kept(`the name ${textOf(node, typing)} is taken`, typing, node);
    }
  }
}

/** Awaits all that can be awaited; what cannot be is called in place, and everything is tried again. */
function awaitAll(
  uses: Survey['uses'],
  modules: readonly Typing[],
  place: VendorPlace,
): { methods: Method[]; work: Moving } {
  const inPlace = new Set<string>();
  for (;;) {
    const methods = methodsFor(uses, inPlace);
    const work = movingIn(modules, place.package);
    const failing = methods.find((method) => !isAwaitable(method, work));
    if (failing === undefined) return { methods, work };
    inPlace.add(keyOf(failing.owner, failing.name));
  }
}

function isAwaitable({ mode, uses }: Method, work: Moving): boolean {
  if (mode !== 'call' && mode !== 'read') return true;
  const done = attempt(() => {
    for (const { call, end, typing, thread } of uses) {
      if (call !== undefined && thread !== undefined) {
        if (!offThread(end, call, typing, work)) return false;
        continue;
      }
      if (mode === 'read') addEdit(typing, { start: end.end, end: end.end, text: '()' }, work);
      awaitCall(call ?? end, typing, work);
    }
    return true;
  });
  return done === true;
}

/** `client.a.b(…)` → `client.a_b(…)`, `yf.download(…)` → `yfinance_client.download(…)`. */
function rename(
  { owner, object, end, typing }: Survey['uses'][number],
  { name }: Method,
  work: Moving,
): void {
  const [start, text] =
    owner.kind === 'module' ? [object.start, `${instanceName(owner)}.${name}`] : [object.end, `.${name}`];
  if (typing.text.slice(start, end.end) !== text) addEdit(typing, { start, end: end.end, text }, work);
}

function classesOf(surveys: readonly Survey[], methods: readonly Method[]): ClientClass[] {
  const owners = new Map(methods.map(({ owner }) => [owner.full, owner]));
  return [...owners.values()].map((owner) => ({
    owner,
    made: surveys.flatMap(({ made }) => made.filter((one) => one.owner.full === owner.full)),
    methods: methods.filter((one) => one.owner.full === owner.full),
  }));
}
