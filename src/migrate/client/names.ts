import { importsOf, qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import type { PyImport } from '../types.js';
import { literalText } from '../facts/strings.js';
import { above, type Typing, textOf } from '../typing/module.js';
import { VERBS } from './libraries.js';
import { classNameOf } from './objects.js';
import { namedInTest } from './test-names.js';
import { spreadKeywords } from './spreads.js';
import { addEdit, Kept, type Work } from './work.js';

/** Uses of the library by a module become those of `api_client`; gives back the calls that send a request. Throws `Kept`. */
export function renameUses(typing: Typing, work: Work): PyNode[] {
  const all = importsOf(typing.root, typing.text);
  const imports = all.filter((one) => isOf(one, work));
  if (imports.length === 0 && typing !== work.tests) return [];
  for (const node of imports.length === 0 ? [] : walk(typing.root)) {
    if (node.type === 'identifier' && textOf(node, typing) === work.client)
      throw new Kept(`the name ${work.client} is taken`, typing, node);
  }
  for (const one of imports) renameImport(one, typing, work);
  const inImports = new Set(all.flatMap(({ node }) => [...walk(node)]));
  const found: PyNode[] = [];
  for (const node of walk(typing.root)) {
    if (inImports.has(node)) continue;
    if (node.type === 'string') renameText(node, typing, work);
    if (node.type === 'attribute') lacking(node, typing, work);
    if (isChain(node, typing)) found.push(...renameChain(node, typing, work));
  }
  return found;
}

const isOf = ({ level, kind, module, names }: PyImport, { library }: Work): boolean => {
  const tops = kind === 'from' ? [module] : names.map(({ name }) => name);
  return level === 0 && tops.some((name) => name.split('.')[0] === library.name);
};

/** A text that names something of the library is followed in tests, which replace things by their names. */
function renameText(node: PyNode, typing: Typing, work: Work): void {
  const text = literalText(node, typing.text) ?? '';
  if (typing === work.tests) {
    const renamed = namedInTest(text, node, typing, work);
    if (renamed !== undefined)
      addEdit(typing, { start: node.start, end: node.end, text: JSON.stringify(renamed) }, work);
  } else if (new RegExp(`^${work.library.name}\\.\\w+$`).test(text))
    throw new Kept('a text that names it', typing, node);
}

function renameImport(one: PyImport, typing: Typing, work: Work): void {
  const { node, kind, names, optional, module } = one;
  const top = typing.parents.get(node) === typing.root || typing === work.tests;
  if (optional || !top) throw new Kept('it is imported on a condition', typing, node);
  if (kind === 'import') {
    const alias = names[0]?.alias === undefined ? '' : ` as ${names[0].alias}`;
    if (names.length > 1) throw new Kept('it is imported together with others', typing, node);
    const text = `from ${work.package} import ${work.client}${alias}`;
    addEdit(typing, { start: node.start, end: node.end, text }, work);
    return;
  }
  const taken = names.map(({ name, alias }) => {
    const known = work.library.names.get(`${module}.${name}`);
    if (known === undefined) throw new Kept(`${module}.${name}`, typing, node);
    if (work.library.waits.has(known)) throw new Kept(`${name} is used without its module`, typing, node);
    const local = alias ?? name;
    return local === known ? known : `${known} as ${local}`;
  });
  const text = `from ${work.package}.${work.client} import ${taken.join(', ')}`;
  addEdit(typing, { start: node.start, end: node.end, text }, work);
}

/** The whole of `a.b.c`, or a name that stands alone. */
function isChain(node: PyNode, typing: Typing): boolean {
  if (node.type !== 'attribute' && node.type !== 'identifier') return false;
  const parent = typing.parents.get(node);
  if (parent?.type === 'keyword_argument' && node.field === 'name') return false;
  return parent?.type !== 'attribute';
}

function lacking(node: PyNode, typing: Typing, { library }: Work): void {
  const name = textOf(childOf(node, 'attribute'), typing);
  if (!library.lacks.has(name)) return;
  const object = childOf(node, 'object');
  // A module that was imported is no client and no answer.
  if (object !== undefined && qualified(object, typing.text, typing.bound) !== undefined) return;
  // Neither is what is known to be something else.
  const known = classNameOf(object, typing);
  if (known !== undefined && !/^(Async)?(Client|Session|Response)$/.test(known)) return;
  throw new Kept(`.${name}`, typing, node);
}

/** The longest part of a chain that the library has a name for. */
function renameChain(node: PyNode, typing: Typing, work: Work): PyNode[] {
  const { library } = work;
  const full = qualified(node, typing.text, typing.bound);
  if (full === undefined || full.split('.')[0] !== library.name) return throughClient(node, typing, work);
  const known = full === library.name && isReplaced(node, typing, work) ? '' : library.names.get(full);
  if (known === undefined) throw new Kept(full, typing, node);
  if (known === '') {
    if (textOf(node, typing) === library.name)
      addEdit(typing, { start: node.start, end: node.end, text: work.client }, work);
    return [];
  }
  if (node.type === 'attribute') {
    const root = rootOf(node);
    const text = textOf(root, typing) === library.name ? work.client : textOf(root, typing);
    addEdit(typing, { start: node.start, end: node.end, text: `${text}.${known}` }, work);
  }
  const call = typing.parents.get(node);
  const called = call?.type === 'call' && node.field === 'function' ? call : undefined;
  if (called !== undefined) checkCall(called, known, typing, work);
  if (library.waits.has(known)) {
    if (called === undefined) throw new Kept(`${full} is passed on`, typing, node);
    return [called];
  }
  return [];
}

/** `patch.object(httpx, "get")` and `monkeypatch.setattr(httpx, "get", …)` in a test. */
function isReplaced(node: PyNode, typing: Typing, { tests }: Work): boolean {
  const call = above(node, /^call$/, typing);
  const callee = call && textOf(childOf(call, 'function'), typing);
  return typing === tests && /(^|\.)(patch\.object|setattr|delattr)$/.test(callee ?? '');
}

const rootOf = (node: PyNode): PyNode => {
  const object = childOf(node, 'object');
  return object === undefined ? node : rootOf(object);
};

/** `await client.get(…)`: keywords that it takes. */
function throughClient(node: PyNode, typing: Typing, work: Work): PyNode[] {
  const call = typing.parents.get(node);
  const name = node.type === 'attribute' ? textOf(childOf(node, 'attribute'), typing) : '';
  if (call?.type !== 'call' || node.field !== 'function' || ofOthers(node, typing, work)) return [];
  const awaited = typing.parents.get(call)?.type === 'await';
  const { options } = work.library;
  if (options === undefined) return [];
  if (awaited && VERBS.includes(name)) checkKeywords(call, options, typing, work);
  if (name === 'json' && (childOf(call, 'arguments')?.children.filter(({ named }) => named).length ?? 0) > 0)
    throw new Kept('.json() with arguments', typing, call);
  return [];
}

/** `client` of `client.get`, when all that it is bound to around there comes from a library of others. */
function ofOthers(node: PyNode, typing: Typing, { library }: Work): boolean {
  const object = childOf(node, 'object');
  const scope = above(node, /^(function_definition|module)$/, typing);
  if (object?.type !== 'identifier' || scope === undefined) return false;
  const name = textOf(object, typing);
  const makers: (string | undefined)[] = [];
  for (const one of walk(scope)) {
    if (one.type !== 'call') continue;
    const parent = typing.parents.get(one);
    const target =
      parent?.type === 'assignment' || parent?.type === 'as_pattern'
        ? parent.children.find(({ type, field }) => type === 'as_pattern_target' || field === 'left')
        : undefined;
    if (target === undefined || textOf(target, typing) !== name) continue;
    const callee = childOf(one, 'function');
    makers.push(callee && qualified(callee, typing.text, typing.bound));
  }
  return (
    makers.length > 0 && makers.every((full) => full !== undefined && full.split('.')[0] !== library.name)
  );
}

function checkCall(call: PyNode, name: string, typing: Typing, work: Work): void {
  const { library } = work;
  const made = library.makes.get(name);
  if (made !== undefined) checkKeywords(call, made, typing, work);
  else if (library.waits.has(name) && library.options !== undefined)
    checkKeywords(call, library.options, typing, work);
  else if (/^(Response|Request|ClientResponse)$/.test(name))
    throw new Kept('an answer of its own making', typing, call);
}

/** A pair, or a name for what may be one; objects that sign requests are made by calls. */
const isPair = (value: PyNode | undefined, typing: Typing): boolean =>
  /^(tuple|none|identifier|attribute)$/.test(value?.type ?? '') ||
  (value?.type === 'call' && /(^|\.)(HTTP)?BasicAuth$/.test(textOf(childOf(value, 'function'), typing)));

/** Throws `Kept` for a keyword that is not among `known`, and for what is spread. */
export function checkKeywords(call: PyNode, known: ReadonlySet<string>, typing: Typing, work: Work): void {
  for (const argument of childOf(call, 'arguments')?.children ?? []) {
    if (/_splat$/.test(argument.type)) {
      const spread = spreadKeywords(argument, typing, work);
      if (spread === undefined) throw new Kept('arguments that are spread', typing, call);
      const lacking = [...spread.keys()].find((name) => !known.has(name));
      if (lacking !== undefined) throw new Kept(`${lacking}=`, typing, call);
    }
    if (argument.type !== 'keyword_argument') continue;
    const name = textOf(childOf(argument, 'name'), typing);
    if (!known.has(name)) throw new Kept(`${name}=`, typing, argument);
    const value = childOf(argument, 'value');
    if (name === 'auth' && !isPair(value, typing)) throw new Kept('auth= that is no pair', typing, argument);
  }
}
