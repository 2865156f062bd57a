import { moduleFacts } from './facts/module.js';
import { literalText } from './facts/strings.js';
import { decodePython } from './python/decode.js';
import { applyEdits, type Edit } from './python/edits.js';
import { syntaxProblem } from './python/problems.js';
import { childOf, parsePython, type PyNode, walk } from './python/tree.js';
import type { PythonServer } from './read.js';
import type { Naming } from './rewrite/imports.js';
import { movedPart } from './rewrite/loading.js';
import { rewriteModule } from './rewrite/module.js';

/** Where the source's own tests go: beside those of the project, which must pass everywhere. */
export const OWN_TESTS = 'original_tests';

export interface OwnTests {
  /** New path → text, imports rewritten. */
  readonly files: ReadonlyMap<string, string>;
  /** Old path of each of them → new path. */
  readonly moved: ReadonlyMap<string, string>;
}

const TEST = /(^|\/)(tests?\/(.*\/)?[^/]+|test_[^/]*|[^/]*_test|conftest)\.py$/;

/** The tests of the source, which import the program by its new name. What is no Python 3 is left where it is. */
export async function ownTests({ source, layout }: PythonServer, naming: Naming): Promise<OwnTests> {
  const carried = new Set(layout.modules.map(({ facts }) => facts.path));
  const tests = [...source.files.keys()].filter((path) => TEST.test(path) && !carried.has(path));
  const names = fromTheTop(naming, layout, tests);
  const files = new Map<string, string>();
  const moved = new Map<string, string>();
  for (const [path, bytes] of source.files) {
    if (!TEST.test(path) || carried.has(path)) continue;
    const text = decodePython(path, bytes);
    if (!text.ok) continue;
    const root = await parsePython(text.value);
    if (syntaxProblem(path, root) !== undefined) continue;
    const facts = moduleFacts(path, text.value, root);
    const edits = [...rewriteModule(facts, names).edits, ...patchedNames(root, text.value, names)];
    const to = newPath(path);
    if (files.has(to)) continue;
    files.set(to, applyEdits(text.value, edits));
    moved.set(path, to);
  }
  return { files, moved };
}

const newPath = (path: string): string =>
  `${OWN_TESTS}/${path.replace(/^(.*\/)?tests?\//, '').replace(/[^A-Za-z0-9._/-]/g, '_')}`;

const dottedName = (path: string): string => path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');

/** Tests that are run at the top of the source may name its modules from there, and each other: `src.weather.server`, `tests.fakes`. */
function fromTheTop(naming: Naming, { modules }: PythonServer['layout'], tests: readonly string[]): Naming {
  const moved = new Map(naming.moved);
  for (const path of tests) {
    const old = dottedName(path);
    const [folder] = /^(.*\.)?tests?(?=\.|$)/.exec(old) ?? [];
    if (folder === undefined || moved.has(old)) continue;
    moved.set(old, dottedName(newPath(path)));
    if (!moved.has(folder)) moved.set(folder, OWN_TESTS);
  }
  for (const { facts, newName, oldName } of modules) {
    const whole = dottedName(facts.path);
    if (whole.endsWith(`.${oldName}`) && !moved.has(whole)) moved.set(whole, newName);
  }
  return { ...naming, moved };
}

/** Functions whose first argument is the full name of something; those that load a module are seen to in every module. */
const TAKES_NAME = /(^|\.)(patch|patch\.dict|patch\.object|setattr)$/;

/** `patch("old.server.fetch")` names a module in a text. */
function patchedNames(root: PyNode, text: string, { moved }: Naming): Edit[] {
  const edits: Edit[] = [];
  for (const node of walk(root)) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
    if (callee === undefined || !TAKES_NAME.test(text.slice(callee.start, callee.end))) continue;
    const first = childOf(node, 'arguments')?.children.find(({ named }) => named);
    const name = first?.type === 'string' ? literalText(first, text) : undefined;
    const found = name === undefined ? undefined : movedPart(name, moved);
    if (first === undefined || name === undefined || found === undefined) continue;
    const now = JSON.stringify(`${found.now}${name.slice(found.old.length)}`);
    edits.push({ start: first.start, end: first.end, text: now });
  }
  return edits;
}
