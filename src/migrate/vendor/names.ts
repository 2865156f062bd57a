/** Every place at which a program names a library. */
import { importsOf } from '../facts/imports.js';
import { Kept } from '../client/work.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';
import type { PyImport } from '../types.js';
import { attributesAbove, calleeOf, chainFrom, inThread, roleOf } from './chains.js';
import { FACTORY, isIn } from './libraries.js';
import type { Made, Mention, Owner, Survey, Use } from './types.js';
import { snake } from './types.js';

/** A name that an import of the library binds. */
export interface Bound {
  readonly local: string;
  /** `yfinance` for `import yfinance as yf`, `amadeus.Client` for `from amadeus import Client`. */
  readonly full: string;
  readonly statement: PyImport;
}

/** Imports of a library. Throws `Kept` for those that do not stand at the top of their module, alone. */
export function boundBy(library: string, typing: Typing): Bound[] {
  return importsOf(typing.root, typing.text).flatMap((statement): Bound[] => {
    const { kind, level, module, names, node, optional } = statement;
    if (level > 0) return [];
    const bound = names.flatMap(({ name, alias }): Bound[] => {
      const full = kind === 'from' ? `${module}.${name}` : name;
      const inside = isIn(full, library) || (name === '*' && isIn(module, library));
      if (!inside) return [];
      const plain = kind === 'from' || alias !== undefined;
      return [{ local: alias ?? name.split('.')[0] ?? name, full: plain ? full : topOf(full), statement }];
    });
    if (bound.length === 0) return [];
    if (optional || typing.parents.get(node) !== typing.root)
      throw new Kept('it is imported on a condition', typing, node);
    if (names.some(({ name }) => name === '*')) throw new Kept('all its names are imported', typing, node);
    if (kind === 'import' && names.length > 1)
      throw new Kept('it is imported together with others', typing, node);
    return bound;
  });
}

const topOf = (full: string): string => full.split('.')[0] ?? full;
const isClassName = (name: string): boolean => /^_*[A-Z]/.test(name);
const lastOf = (full: string): string => full.split('.').at(-1) ?? full;
const moduleOf = (full: string): string => full.split('.').slice(0, -1).join('.');

interface Found {
  readonly uses: Use[];
  readonly made: Made[];
  readonly mentions: Mention[];
}

/** Places of all modules. Throws `Kept` at the first that is not understood. */
export function surveyNames(library: string, modules: readonly Typing[]): Survey {
  const found: Found = { uses: [], made: [], mentions: [] };
  for (const typing of modules) {
    const bound = boundBy(library, typing);
    if (bound.length === 0) continue;
    const names = new Map(bound.map((one) => [one.local, one]));
    for (const node of walk(typing.root)) {
      const one = node.type === 'identifier' ? names.get(textOf(node, typing)) : undefined;
      if (one === undefined || !isLookup(node, typing)) continue;
      if (isBinding(node, typing)) throw new Kept(`${one.local} means several things`, typing, node);
      look(node, one, library, typing, found);
    }
  }
  return { library, ...found };
}

/** A name that is looked up, and neither an attribute nor a keyword; not in an import. */
function isLookup(node: PyNode, typing: Typing): boolean {
  const parent = typing.parents.get(node);
  if (parent?.type === 'attribute') return node.field === 'object';
  if (parent?.type === 'keyword_argument' && node.field === 'name') return false;
  return above(node, /^import_(from_)?statement$/, typing) === undefined;
}

function isBinding(node: PyNode, typing: Typing): boolean {
  const parent = typing.parents.get(node);
  const type = parent?.type ?? '';
  if (
    /^(function_definition|class_definition|default_parameter|typed_default_parameter|named_expression)$/.test(
      type,
    )
  )
    return node.field === 'name';
  if (/^(assignment|augmented_assignment|for_statement|for_in_clause)$/.test(type))
    return node.field === 'left';
  return /^(parameters|lambda_parameters|pattern_list|tuple_pattern|as_pattern_target|typed_parameter)$/.test(
    type,
  );
}

/** Climbs from a bound name to the class or the function that it leads to. */
function look(root: PyNode, bound: Bound, library: string, typing: Typing, found: Found): void {
  let node = root;
  let { full } = bound;
  const isClass = (): boolean => isClassName(lastOf(full)) && full !== library;
  for (const up of attributesAbove(root, typing)) {
    if (isClass()) break;
    full = `${full}.${textOf(childOf(up, 'attribute'), typing)}`;
    node = up;
  }
  if (isClass()) lookAtClass(node, full, root, bound, library, typing, found);
  else lookAtFunction(node, full, root, bound, library, typing, found);
}

/** A class of the library. */
function lookAtClass(
  node: PyNode,
  full: string,
  root: PyNode,
  bound: Bound,
  library: string,
  typing: Typing,
  found: Found,
): void {
  const parent = typing.parents.get(node);
  const called = parent?.type === 'call' && node.field === 'function';
  const failure = /(Error|Exception|Warning)$/.test(full);
  if (called && !failure) {
    found.made.push({ owner: classOwner(full, library), typing, call: parent });
    return;
  }
  if (parent?.type === 'attribute' && node.field === 'object' && !failure) {
    const chain = chainFrom(node, typing);
    if (chain.call !== undefined) {
      const path = [lastOf(full), ...chain.path];
      if (FACTORY.test(path.at(-1) ?? ''))
        throw new Kept(`${path.join('.')}() makes an object`, typing, node);
      const owner = moduleOwner(moduleOf(full), bound, library);
      found.uses.push({ owner, kind: 'call', path, typing, object: root, end: chain.end, call: chain.call });
      return;
    }
  }
  found.mentions.push({ full, typing, node, role: failure ? 'kind' : roleOfMention(node, typing) });
}

function roleOfMention(node: PyNode, typing: Typing): Mention['role'] {
  if (above(node, /^(type|block)$/, typing)?.type === 'type') return 'type';
  const parent = typing.parents.get(node);
  const call = above(node, /^call$/, typing);
  if (above(node, /^(except_clause|block)$/, typing)?.type === 'except_clause') return 'kind';
  if (parent?.type === 'argument_list' && typing.parents.get(parent)?.type === 'class_definition')
    return 'base';
  if (parent?.type === 'attribute') return 'other';
  return call !== undefined && calleeOf(call, typing) === 'isinstance' ? 'kind' : 'other';
}

/** A function of the library, or what a module of it holds. */
function lookAtFunction(
  node: PyNode,
  full: string,
  root: PyNode,
  bound: Bound,
  library: string,
  typing: Typing,
  found: Found,
): void {
  const alone = node === root;
  const isModule = bound.statement.kind === 'import' || bound.full === library || !alone;
  if (alone && isModule) throw new Kept(`${full} is passed on`, typing, node);
  if (!isIn(full, library)) throw new Kept('its package is imported whole', typing, node);
  const home = isModule ? bound.full : moduleOf(bound.full);
  const chain = alone ? chainFrom(node, typing) : chainFrom(root, typing);
  const path = alone ? [lastOf(full), ...chain.path] : chain.path;
  const kind = roleOf(chain, typing);
  if (kind === 'other' || (kind === 'write' && path.length > 1))
    throw new Kept(`${full} is changed`, typing, node);
  if (kind === 'call' && FACTORY.test(path.at(-1) ?? ''))
    throw new Kept(`${full}() makes an object`, typing, node);
  const owner = moduleOwner(home, bound, library);
  const threaded = kind === 'read' ? inThread(chain.end, typing) : undefined;
  if (threaded !== undefined) {
    found.uses.push({ owner, kind: 'call', path, typing, object: root, end: chain.end, ...threaded });
    return;
  }
  const use = { owner, kind, path, typing, object: root, end: chain.end };
  found.uses.push(chain.call === undefined ? use : { ...use, call: chain.call });
}

const classOwner = (full: string, library: string): Owner => ({
  kind: 'class',
  full,
  name: lastOf(full),
  library,
  statement: `import ${moduleOf(full)}`,
  expression: full,
});

/** A module is imported as the program imports it, so that its tests find it under the same name. */
function moduleOwner(full: string, { statement }: Bound, library: string): Owner {
  const last = lastOf(full);
  const name = `${snake(last)
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('')}Client`;
  const base = { kind: 'module' as const, full, name, library };
  const [only] = statement.names;
  if (statement.kind === 'import')
    return { ...base, statement: `import ${only?.name ?? full}`, expression: full };
  if (statement.module === full) return { ...base, statement: `import ${full}`, expression: full };
  return { ...base, statement: `from ${statement.module} import ${last}`, expression: last };
}
