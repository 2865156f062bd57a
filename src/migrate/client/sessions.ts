import { qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';
import { awaitCall, makeAsyncAround } from './awaits.js';
import { VERBS } from './libraries.js';
import { checkKeywords } from './names.js';
import { scopeOf } from './scopes.js';
import { addEdit, Kept, type Work } from './work.js';

const WAITS = new Set([...VERBS, 'close']);
const SESSION = /^requests\.(Session|session)$/;

/** Sessions that a module makes: what is sent through them is awaited. Throws `Kept` where one goes elsewhere. */
export function awaitSessions(typing: Typing, work: Work): void {
  if (work.library.name !== 'requests') return;
  for (const node of [...walk(typing.root)]) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
    const full = callee && qualified(callee, typing.text, typing.bound);
    if (full !== undefined && SESSION.test(full)) followSession(node, typing, work);
  }
}

function followSession(call: PyNode, typing: Typing, work: Work): void {
  const parent = typing.parents.get(call);
  const left = parent?.type === 'assignment' ? childOf(parent, 'left') : undefined;
  const target =
    parent?.type === 'as_pattern' ? parent.children.find(({ type }) => type === 'as_pattern_target') : left;
  if (target === undefined) throw new Kept('a session without a name', typing, call);
  const name = textOf(target, typing);
  if (parent?.type === 'as_pattern') asyncWith(call, typing, work);
  const scope = name.startsWith('self.') ? above(call, /^class_definition$/, typing) : scopeOf(call, typing);
  for (const node of walk(scope ?? typing.root)) {
    const isName = node.type === 'identifier' || node.type === 'attribute';
    if (!isName || textOf(node, typing) !== name || node === target) continue;
    if (above(node, /^as_pattern_target$/, typing) === target) continue;
    through(node, typing, work);
  }
}

/** `session.get(…)` and `session.headers`; anything else is not followed. */
function through(node: PyNode, typing: Typing, work: Work): void {
  const parent = typing.parents.get(node);
  if (parent?.type === 'attribute' && node.field === 'attribute') return;
  const name = parent?.type === 'attribute' ? textOf(childOf(parent, 'attribute'), typing) : '';
  if (name === 'headers') return;
  const call = parent && typing.parents.get(parent);
  if (parent === undefined || call?.type !== 'call' || !WAITS.has(name))
    throw new Kept('a session that is passed on', typing, node);
  checkKeywords(call, work.library.options, typing);
  awaitCall(call, typing, work);
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
