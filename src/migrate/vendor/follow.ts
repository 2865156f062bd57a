/** Where the objects of a library go in a program: every name, attribute, parameter and function that holds one. */
import { literalText } from '../facts/strings.js';
import { classNameOf } from '../client/objects.js';
import { referencesTo, taken } from '../client/scopes.js';
import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import {
  above,
  attributesNamed,
  decoratorName,
  decoratorsOf,
  isFunction,
  type Typing,
  textOf,
} from '../typing/module.js';
import { callAround, calleeOf, chainFrom, inThread, roleOf } from './chains.js';
import { familyOf, namesIn, scopeOfName, targetOf } from './scopes.js';
import type { Owner, Use } from './types.js';

interface Place {
  readonly node: PyNode;
  readonly typing: Typing;
  readonly why: string;
}

/** What becomes of the objects of one class. */
export interface Followed {
  readonly uses: readonly Use[];
  /** Places where one goes where nobody can follow it. */
  readonly lost: readonly Place[];
}

interface Following {
  readonly owner: Owner;
  readonly modules: readonly Typing[];
  readonly uses: Use[];
  readonly lost: Place[];
  /** Expressions that are such an object. */
  readonly seen: Set<PyNode>;
  readonly names: Set<string>;
  /** What names and attributes that hold one are bound to elsewhere. */
  readonly bound: { readonly value: PyNode; readonly typing: Typing }[];
}

/** Follows what stands at each place of `starts`: a call that makes an object, or a type that says that something is one. */
export function follow(
  owner: Owner,
  made: readonly { readonly call: PyNode; readonly typing: Typing }[],
  declared: readonly { readonly node: PyNode; readonly typing: Typing }[],
  modules: readonly Typing[],
): Followed {
  const all: Following = {
    owner,
    modules,
    uses: [],
    lost: [],
    seen: new Set(),
    names: new Set(),
    bound: [],
  };
  for (const { call, typing } of made) expression(call, typing, all);
  for (const { node, typing } of declared) declaration(node, typing, all);
  for (const { value, typing } of all.bound) {
    if (!isOne(value, typing, all)) lose(value, typing, 'a name that holds something else, too', all);
  }
  return all;
}

const lose = (node: PyNode, typing: Typing, why: string, { lost }: Following): void => {
  lost.push({ node, typing, why });
};

/** None, or such an object. */
function isOne(value: PyNode, typing: Typing, all: Following): boolean {
  if (value.type === 'none' || all.seen.has(value)) return true;
  if (!/^(parenthesized_expression|boolean_operator|conditional_expression|await)$/.test(value.type))
    return false;
  return value.children.some((one) => one.named && isOne(one, typing, all));
}

const HARMLESS =
  /^(comparison_operator|not_operator|if_statement|elif_clause|while_statement|assert_statement|global_statement|nonlocal_statement|expression_statement|delete_statement)$/;

/** An expression that is such an object. */
function expression(node: PyNode, typing: Typing, all: Following): void {
  if (all.seen.has(node)) return;
  all.seen.add(node);
  const parent = typing.parents.get(node);
  const type = parent?.type ?? '';
  if (parent === undefined || HARMLESS.test(type)) return;
  switch (type) {
    case 'attribute':
      asked(node, typing, all);
      return;
    case 'assignment':
      if (node.field === 'right') bind(childOf(parent, 'left'), typing, all);
      return;
    case 'named_expression':
      bind(childOf(parent, 'name'), typing, all);
      expression(parent, typing, all);
      return;
    case 'parenthesized_expression':
    case 'boolean_operator':
    case 'await':
      expression(parent, typing, all);
      return;
    case 'conditional_expression':
      if (parent.children.filter(({ named }) => named)[1] !== node) expression(parent, typing, all);
      return;
    case 'return_statement':
      given(node, typing, all);
      return;
    case 'yield':
      yielded(node, undefined, typing, all);
      return;
    case 'pair':
      entry(node, parent, typing, all);
      return;
    case 'argument_list':
    case 'keyword_argument':
      argument(node, typing, all);
      return;
    default:
      lose(node, typing, 'an object of it is passed on', all);
      return;
  }
}

/** `object.a.b(…)`. */
function asked(object: PyNode, typing: Typing, all: Following): void {
  const chain = chainFrom(object, typing);
  const kind = roleOf(chain, typing);
  const { path, end, call } = chain;
  const hidden = path.some((one) => one.startsWith('_'));
  if (hidden || kind === 'other' || (kind === 'write' && path.length > 1)) {
    lose(end, typing, `.${path.join('.')} is ${hidden ? 'private' : 'changed'}`, all);
    return;
  }
  const threaded = kind === 'read' ? inThread(end, typing) : undefined;
  if (threaded !== undefined) {
    all.uses.push({ owner: all.owner, kind: 'call', path, typing, object, end, ...threaded });
    return;
  }
  const use = { owner: all.owner, kind, path, typing, object, end };
  all.uses.push(call === undefined ? use : { ...use, call });
}

function bind(left: PyNode | undefined, typing: Typing, all: Following): void {
  if (left?.type === 'identifier') {
    name(textOf(left, typing), scopeOfName(left, typing), typing, all);
    return;
  }
  const object = left?.type === 'attribute' ? childOf(left, 'object') : undefined;
  if (object !== undefined && left !== undefined)
    attribute(textOf(childOf(left, 'attribute'), typing), classNameOf(object, typing), all);
  else if (left !== undefined) lose(left, typing, 'an object of it is put into something', all);
}

/** Every use of a name where it can be seen. */
function name(text: string, scope: PyNode, typing: Typing, all: Following): void {
  const key = `${typing.path} ${scope.start} ${text}`;
  if (all.names.has(key)) return;
  all.names.add(key);
  if (scope.type === 'class_definition') {
    attribute(text, textOf(childOf(scope, 'name'), typing), all);
    return;
  }
  for (const node of namesIn(scope, text, typing, true)) nameAt(node, typing, all);
  if (scope !== typing.root) return;
  for (const other of all.modules) {
    if (other === typing) continue;
    for (const { node } of taken(text, typing, other)) {
      const whole = node.type === 'attribute' || other.parents.get(node)?.type !== 'attribute';
      if (whole || node.field === 'object') nameAt(node, other, all);
    }
  }
}

function nameAt(node: PyNode, typing: Typing, all: Following): void {
  const parent = typing.parents.get(node);
  const type = parent?.type ?? '';
  if (parent !== undefined && type === 'assignment' && node.field === 'left') {
    const value = childOf(parent, 'right');
    if (value !== undefined) all.bound.push({ value, typing });
    return;
  }
  if (/^(parameters|typed_parameter|identifier)$/.test(type)) return;
  if (/^(default_parameter|typed_default_parameter)$/.test(type) && node.field === 'name') {
    const value = parent && childOf(parent, 'value');
    if (value !== undefined) all.bound.push({ value, typing });
    return;
  }
  if (type === 'named_expression' && node.field === 'name') return;
  expression(node, typing, all);
}

/** Every `x.name` in the program where `x` may be an object of the class, or of one that is made from it. */
function attribute(text: string, owner: string | undefined, all: Following): void {
  const key = `.${text}`;
  if (all.names.has(key)) return;
  all.names.add(key);
  const family = owner === undefined ? undefined : familyOf(owner, all.modules);
  const unknown: [PyNode, Typing][] = [];
  let others = false;
  for (const typing of all.modules) {
    for (const node of attributesNamed(text, typing)) {
      const known = classNameOf(childOf(node, 'object'), typing);
      if (known === undefined) unknown.push([node, typing]);
      else if (family?.has(known) ?? true) nameAt(node, typing, all);
      else others ||= typing.parents.get(node)?.type === 'assignment' && node.field === 'left';
    }
  }
  for (const [node, typing] of unknown) {
    if (others) lose(node, typing, `.${text} may be something else`, all);
    else nameAt(node, typing, all);
  }
}

/** A function gives one back: so does every call of it. */
function given(node: PyNode, typing: Typing, all: Following): void {
  const definition = above(node, /^(function_definition|lambda)$/, typing);
  if (definition === undefined || !isFunction(definition)) {
    lose(node, typing, 'an object of it is passed on', all);
    return;
  }
  giver(definition, typing, all);
}

function giver(definition: PyNode, typing: Typing, all: Following): void {
  const text = textOf(childOf(definition, 'name'), typing);
  const key = `${typing.path} ${definition.start} ${text}()`;
  if (all.names.has(key)) return;
  all.names.add(key);
  for (const node of walk(definition)) {
    const value = node.type === 'return_statement' ? node.children.find(({ named }) => named) : undefined;
    const here = above(node, /^function_definition$/, typing) === definition;
    if (value !== undefined && here) all.bound.push({ value, typing });
  }
  const decorators = decoratorsOf(definition, typing).map((one) => decoratorName(one, typing));
  if (decorators.some((one) => /^(cached_)?property$/.test(one))) {
    const owner = above(definition, /^class_definition$/, typing);
    attribute(text, owner && textOf(childOf(owner, 'name'), typing), all);
    return;
  }
  for (const { typing: there, node } of referencesTo(definition, typing, { modules: all.modules })) {
    const call = there.parents.get(node);
    const cached = call?.type === 'attribute' && /^cache_/.test(textOf(childOf(call, 'attribute'), there));
    if (cached) continue;
    if (call?.type === 'call' && node.field === 'function') expression(call, there, all);
    else lose(node, there, `${text} is passed on`, all);
  }
}

/** What a lifespan yields is found at `lifespan_context`, whole or by a key. */
function yielded(node: PyNode, key: string | undefined, typing: Typing, all: Following): void {
  const definition = above(node, /^function_definition$/, typing);
  const text = textOf(definition && childOf(definition, 'name'), typing);
  const isLifespan = new RegExp(`\\blifespan\\s*=\\s*${text}\\b`);
  if (text === '' || !all.modules.some((one) => isLifespan.test(one.text))) {
    lose(node, typing, 'an object of it is passed on', all);
    return;
  }
  for (const one of all.modules) {
    for (const place of attributesNamed('lifespan_context', one)) {
      const parent = one.parents.get(place);
      if (key === undefined) expression(place, one, all);
      else if (parent?.type !== 'subscript') lose(place, one, 'the context of the server is passed on', all);
      else if (childrenOf(parent, 'subscript').some((at) => literalText(at, one.text) === key))
        expression(parent, one, all);
    }
  }
}

/** `yield {"client": client}`. */
function entry(node: PyNode, pair: PyNode, typing: Typing, all: Following): void {
  const dictionary = typing.parents.get(pair);
  const key = childOf(pair, 'key');
  const text = key && literalText(key, typing.text);
  const out = dictionary && typing.parents.get(dictionary);
  if (node.field !== 'value' || text === undefined || out?.type !== 'yield') {
    lose(node, typing, 'an object of it is put into something', all);
    return;
  }
  yielded(out, text, typing, all);
}

/** An argument of a function or a class of the program is followed there. */
function argument(node: PyNode, typing: Typing, all: Following): void {
  const call = callAround(node, typing);
  const callee = calleeOf(call, typing);
  if (call === undefined || /^(isinstance|bool|type|id)$/.test(callee)) {
    if (call === undefined) lose(node, typing, 'an object of it is passed on', all);
    return;
  }
  const last = callee.split('.').at(-1) ?? '';
  let followed = false;
  for (const one of all.modules) {
    for (const definition of walk(one.root)) {
      const named = textOf(childOf(definition, 'name'), one) === last;
      if (!named || !/^(function|class)_definition$/.test(definition.type)) continue;
      const target = targetOf(definition, node, call, typing, one);
      if (target === undefined) continue;
      followed = true;
      if (target.scope === undefined) attribute(target.name, last, all);
      else name(target.name, target.scope, one, all);
    }
  }
  if (!followed) lose(node, typing, 'an object of it is passed on', all);
}

/** `client: Client` of a parameter, a field or a name, and `-> Client`. */
function declaration(node: PyNode, typing: Typing, all: Following): void {
  const type = above(node, /^type$/, typing);
  const text = textOf(type, typing)
    .replace(/^(?:typing\.)?Optional\[(.*)\]$/s, '$1')
    .replace(/\s*\|\s*None$/, '');
  const holder = type && typing.parents.get(type);
  if (type === undefined || holder === undefined) return;
  if (text !== textOf(node, typing)) {
    lose(node, typing, 'objects of it are held by something', all);
    return;
  }
  if (isFunction(holder)) {
    giver(holder, typing, all);
    return;
  }
  const definition = above(holder, /^(function_definition|lambda)$/, typing);
  if (holder.type === 'assignment') {
    bind(childOf(holder, 'left'), typing, all);
    return;
  }
  const parameter = childOf(holder, 'name') ?? holder.children[0];
  if (definition !== undefined && parameter?.type === 'identifier')
    name(textOf(parameter, typing), definition, typing, all);
}
