/** Clients that waited in place (`requests.Session`, `httpx.Client`): what is sent through them is awaited, wherever they are followed to. */
import { qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, attributesNamed, isFunction, type Typing, textOf } from '../typing/module.js';
import { awaitCall, makeAsyncAround } from './awaits.js';
import { VERBS } from './libraries.js';
import { checkKeywords } from './names.js';
import { referencesTo, scopeOf } from './scopes.js';
import { addEdit, Kept, type Work } from './work.js';

const WAITS = new Set([...VERBS, 'send', 'close']);
/** What a session has besides: it is read and set as before. */
const PLAIN = /^(headers|auth|params|verify|timeout|base_url|is_closed|build_request)$/;
const SESSION = /^(requests\.(Session|session|sessions\.Session)|httpx\.Client)$/;
const ANNOTATED = /\b(Session|Client)\b/;

/** Follows every session that a module makes, takes or declares. Throws `Kept` where one goes elsewhere. */
export function awaitSessions(typing: Typing, work: Work): void {
  const followed: Followed = { typing, work, names: new Set() };
  for (const node of walk(typing.root)) {
    if (!/^(identifier|attribute)$/.test(node.type) || typing.parents.get(node)?.type === 'attribute')
      continue;
    const full = qualified(node, typing.text, typing.bound);
    if (full === undefined || !SESSION.test(full) || !full.startsWith(`${work.library.name}.`)) continue;
    if (above(node, /^import_(from_)?statement$/, typing) !== undefined) continue;
    const parent = typing.parents.get(node);
    if (parent?.type === 'call' && node.field === 'function') followMade(parent, followed);
    else followDeclared(node, followed);
  }
}

interface Followed {
  readonly typing: Typing;
  readonly work: Work;
  /** Module, scope and name of what is followed already. */
  readonly names: Set<string>;
}

function followMade(call: PyNode, followed: Followed): void {
  const { typing, work } = followed;
  const parent = typing.parents.get(call);
  if (parent?.type === 'as_pattern') asyncWith(call, typing, work);
  const target =
    parent?.type === 'as_pattern'
      ? parent.children.find(({ type }) => type === 'as_pattern_target')
      : undefined;
  const left = parent?.type === 'assignment' ? childOf(parent, 'left') : undefined;
  const name = target ?? left;
  if (name === undefined) throw new Kept('a session without a name', typing, call);
  followName(name, followed);
}

/** `session: requests.Session`, as a parameter or a name. */
function followDeclared(node: PyNode, followed: Followed): void {
  const { typing } = followed;
  const place = above(node, /^(typed_parameter|typed_default_parameter|assignment|argument_list)$/, typing);
  const type = above(node, /^type$/, typing);
  const giver = type?.field === 'return_type' ? typing.parents.get(type) : undefined;
  if (giver !== undefined) {
    followReturned(giver, followed);
    return;
  }
  const name =
    place === undefined || place.type === 'argument_list'
      ? undefined
      : (childOf(place, 'name') ?? childOf(place, 'left') ?? place.children[0]);
  const inClass = scopeOf(node, typing).type === 'class_definition' && place?.type === 'assignment';
  if (name === undefined || type === undefined || inClass)
    throw new Kept('a session that is passed on', typing, node);
  followName(name, followed);
}

/** What calls a function that gives a session back: the name that it is bound to is followed. */
function followReturned(definition: PyNode, followed: Followed): void {
  const { typing, work } = followed;
  const key = `${typing.path} ${definition.start}`;
  if (followed.names.has(key)) return;
  followed.names.add(key);
  for (const { typing: there, node } of referencesTo(definition, typing, work)) {
    const call = there.parents.get(node);
    if (call?.type !== 'call' || node.field !== 'function')
      throw new Kept('a session that is passed on', there, node);
    const outer = there.parents.get(call);
    const got = outer?.type === 'await' ? outer : call;
    const parent = there.parents.get(got);
    const left = parent?.type === 'assignment' ? childOf(parent, 'left') : undefined;
    const next = { ...followed, typing: there };
    if (left !== undefined && got.field === 'right') followName(left, next);
    else if (parent?.type === 'return_statement') through(got, next);
    else throw new Kept('a session that is passed on', there, node);
  }
}

/** Every use of a name where it can be seen: in its function or module; that of `self.session`, in its class. */
function followName(target: PyNode, followed: Followed): void {
  const { typing } = followed;
  const name = textOf(target, typing);
  const around = name.startsWith('self.') ? above(target, /^class_definition$/, typing) : undefined;
  const scope = around ?? above(target, /^(function_definition|module)$/, typing) ?? typing.root;
  const key = `${typing.path} ${scope.start} ${name}`;
  if (followed.names.has(key)) return;
  followed.names.add(key);
  if (around !== undefined) onlyInside(name, around, followed);
  for (const node of walk(scope)) {
    const isName = node.type === 'identifier' || node.type === 'attribute';
    if (!isName || textOf(node, typing) !== name || node === target) continue;
    if (above(node, /^as_pattern_target$/, typing) === target) continue;
    through(node, followed);
  }
}

/** `client.session.get(…)`, seen from outside, is not followed. */
function onlyInside(name: string, around: PyNode, { typing, work }: Followed): void {
  const attribute = name.slice('self.'.length);
  for (const one of work.modules) {
    for (const node of attributesNamed(attribute, one)) {
      const inside = one === typing && node.start >= around.start && node.end <= around.end;
      if (!inside && VERBS.includes(calledOn(node, one))) throw new Kept('a session of another', one, node);
    }
  }
}

const calledOn = (node: PyNode, typing: Typing): string => {
  const parent = typing.parents.get(node);
  return parent?.type === 'attribute' ? textOf(childOf(parent, 'attribute'), typing) : '';
};

/** `session.get(…)` and `session.headers`, a test for None, a further name; anything else is not followed. */
function through(node: PyNode, followed: Followed): void {
  const { typing, work } = followed;
  const parent = typing.parents.get(node);
  if (parent?.type !== 'attribute' || node.field === 'attribute') {
    if (parent?.type !== 'attribute') unsent(node, parent, followed);
    return;
  }
  const name = textOf(childOf(parent, 'attribute'), typing);
  if (PLAIN.test(name)) return;
  const call = typing.parents.get(parent);
  if (call?.type !== 'call' || !WAITS.has(name)) throw new Kept('a session that is passed on', typing, node);
  if (work.library.options !== undefined) checkKeywords(call, work.library.options, typing, work);
  if (name === 'close' && work.library.name === 'httpx') {
    const attribute = childOf(parent, 'attribute') ?? parent;
    addEdit(typing, { start: attribute.start, end: attribute.end, text: 'aclose' }, work);
  }
  awaitCall(call, typing, work);
}

/** A place that names a session and sends nothing. */
function unsent(node: PyNode, parent: PyNode | undefined, followed: Followed): void {
  const { typing, work } = followed;
  const type = parent?.type ?? '';
  if (/^(comparison_operator|not_operator|global_statement|nonlocal_statement)$/.test(type)) return;
  if (/^(typed_parameter|typed_default_parameter|if_statement)$/.test(type)) return;
  if (type === 'keyword_argument' && node.field === 'name') return;
  if (type === 'assignment' && node.field === 'left') return;
  if (type === 'assignment' && node.field === 'right') {
    const left = parent && childOf(parent, 'left');
    if (left !== undefined) followName(left, followed);
    return;
  }
  const giver =
    type === 'return_statement' ? above(node, /^(function_definition|lambda)$/, typing) : undefined;
  if (giver !== undefined && isFunction(giver)) {
    followReturned(giver, followed);
    return;
  }
  const list = type === 'keyword_argument' ? parent && typing.parents.get(parent) : parent;
  const call = list?.type === 'argument_list' ? typing.parents.get(list) : undefined;
  if (call === undefined || !takesSession(textOf(childOf(call, 'function'), typing), work))
    throw new Kept('a session that is passed on', typing, node);
}

/** A function or a class of the program declares that it takes a session, so it is followed there. */
function takesSession(callee: string, { modules }: Work): boolean {
  const name = callee.split('.').at(-1) ?? '';
  const found = modules.flatMap((one) =>
    [...walk(one.root)]
      .filter((node) => isFunction(node) && ownName(node, one) === name)
      .map((node) => [node, one] as const),
  );
  return (
    found.length > 0 && found.every(([node, one]) => ANNOTATED.test(textOf(childOf(node, 'parameters'), one)))
  );
}

/** A constructor is called by the name of its class. */
function ownName(definition: PyNode, typing: Typing): string {
  const name = textOf(childOf(definition, 'name'), typing);
  const owner = name === '__init__' ? above(definition, /^class_definition$/, typing) : undefined;
  return owner === undefined ? name : textOf(childOf(owner, 'name'), typing);
}

/** `with requests.Session() as s:` → `async with …`. */
function asyncWith(call: PyNode, typing: Typing, work: Work): void {
  const statement = above(call, /^with_statement$/, typing);
  const items = statement?.children
    .find(({ type }) => type === 'with_clause')
    ?.children.filter(({ type }) => type === 'with_item');
  if (statement === undefined || items?.length !== 1) throw new Kept('a session beside others', typing, call);
  addEdit(typing, { start: statement.start, end: statement.start, text: 'async ' }, work);
  makeAsyncAround(call, typing, work);
}
