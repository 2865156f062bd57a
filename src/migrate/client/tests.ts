/** The source's own tests, after its HTTP calls went to `api_client.py`: they follow where they can, file by file. */
import { applyEdits } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { literalText } from '../facts/strings.js';
import { classOf, isAsync, isFunction, type Typing, textOf, typingOf } from '../typing/module.js';
import { awaitCall, awaitUses } from './awaits.js';
import { renameUses } from './names.js';
import { addEdit, Kept, type Moving, movingIn, type Work } from './work.js';

export interface AdaptedTests {
  /** Path → text of the tests that follow. */
  readonly files: ReadonlyMap<string, string>;
  /** Path → why a file cannot: `:12 it stands in for httpx with respx`. */
  readonly left: ReadonlyMap<string, string>;
}

/** Libraries that answer in place of a service, below the library that is there no more. */
const BELOW =
  /\b(respx|pytest_httpx|httpx_mock|respx_mock|responses|requests_mock|httpretty|MockTransport|ASGITransport|vcr)\b/;

/** Adapts tests, given as path → text, to a program whose calls `work` moved. */
export const adaptTests = (tests: ReadonlyMap<string, string>, work: Work): Promise<AdaptedTests> =>
  adaptEach(tests, (typing) => adapted(typing, work));

/** File by file: `adapted` gives its new text, or throws `Kept`. */
export async function adaptEach(
  tests: ReadonlyMap<string, string>,
  adapted: (typing: Typing) => string,
): Promise<AdaptedTests> {
  const files = new Map<string, string>();
  const left = new Map<string, string>();
  for (const [path, text] of tests) {
    const typing = await typingOf(path, text);
    try {
      files.set(path, adapted(typing));
    } catch (error) {
      if (!(error instanceof Kept)) throw error;
      left.set(path, `:${error.node.line} ${error.why}`);
    }
  }
  return { files, left };
}

/** Throws `Kept` where a test has no meaning with `api_client.py`. */
function adapted(typing: Typing, before: Work): string {
  const { library, client } = before;
  const work: Work = { ...movingOfTest(typing, before), library, client };
  for (const node of walk(typing.root)) {
    const stands = node.type === 'identifier' ? BELOW.exec(textOf(node, typing)) : undefined;
    if (stands?.[0] !== undefined)
      throw new Kept(`it stands in for ${library.name} with ${stands[0]}`, typing, node);
  }
  for (const call of renameUses(typing, work)) awaitCall(call, typing, work);
  return followAwaited(typing, before, work);
}

/** The move of one test after that of the program. */
export const movingOfTest = (typing: Typing, { modules, package: name }: Moving): Moving => ({
  ...movingIn([...modules, typing], name),
  tests: typing,
});

/** A test awaits what `before` made async, and what stands in for it is async, too. */
export function followAwaited(typing: Typing, { awaited, modules }: Moving, work: Moving): string {
  for (const definition of awaited.keys()) awaitUses(definition, work);
  const methods = new Map(
    [...awaited].flatMap(([definition, method]) => ownerOf(definition, method, modules)),
  );
  const [names, owners] = [new Set(methods.keys()), new Set(methods.values())];
  for (const node of walk(typing.root)) {
    asSpecified(node, typing, owners, work);
    standsIn(node, typing, names, work);
  }
  asyncCases(typing, work);
  return applyEdits(typing.text, work.edits.get(typing) ?? []);
}

/** The method and its class. */
function ownerOf(definition: PyNode, method: string, modules: readonly Typing[]): [string, string][] {
  const home = modules.find(({ parents }) => parents.has(definition));
  const owner = home && classOf(definition, home);
  return owner === undefined || home === undefined ? [] : [[method, textOf(childOf(owner, 'name'), home)]];
}

/** `patch("x.Api")` → `patch("x.Api", autospec=True)`: a stand-in that knows which methods are to be awaited. */
function asSpecified(node: PyNode, typing: Typing, owners: ReadonlySet<string>, work: Moving): void {
  if (node.type !== 'call' || !/(^|\.)patch$/.test(textOf(childOf(node, 'function'), typing))) return;
  const given = (childOf(node, 'arguments')?.children ?? []).filter(({ named }) => named);
  const [only] = given;
  const named = only && (literalText(only, typing.text) ?? '').split('.').at(-1);
  if (only === undefined || given.length !== 1 || named === undefined || !owners.has(named)) return;
  addEdit(typing, { start: only.end, end: only.end, text: ', autospec=True' }, work);
}

/** A method of the test's own that stands in for one which is awaited now. */
function standsIn(node: PyNode, typing: Typing, methods: ReadonlySet<string>, work: Moving): void {
  if (!isFunction(node) || classOf(node, typing) === undefined || isAsync(node)) return;
  const name = textOf(childOf(node, 'name'), typing);
  if (!methods.has(name) || work.awaited.has(node)) return;
  work.awaited.set(node, name);
  addEdit(typing, { start: node.start, end: node.start, text: 'async ' }, work);
}

/** `unittest.TestCase` runs no test that is async. */
function asyncCases(typing: Typing, work: Moving): void {
  for (const definition of work.awaited.keys()) {
    const bases = childOf(caseAround(definition, typing) ?? definition, 'superclasses');
    for (const base of bases?.children ?? []) {
      if (!/^(unittest\.)?TestCase$/.test(textOf(base, typing))) continue;
      if (textOf(base, typing) === 'TestCase') throw new Kept('a TestCase with async tests', typing, base);
      work.awaited.delete(definition);
      once({ start: base.start, end: base.end, text: 'unittest.IsolatedAsyncioTestCase' }, typing, work);
    }
  }
}

function once(edit: { start: number; end: number; text: string }, typing: Typing, work: Moving): void {
  const known = work.edits.get(typing) ?? [];
  if (!known.some(({ start, text }) => start === edit.start && text === edit.text))
    addEdit(typing, edit, work);
}

function caseAround(definition: PyNode, typing: Typing): PyNode | undefined {
  let node = typing.parents.get(definition);
  while (node !== undefined && node.type !== 'class_definition') node = typing.parents.get(node);
  return node;
}
