/** What was sent to another thread, so that nothing would wait for it, is awaited in place. */
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { addEdit, type Moving } from './work.js';

/** What another thread runs: a function, and the first of its arguments, behind as many that are not its own. */
interface GivenToThread {
  readonly f: PyNode;
  readonly next: PyNode | undefined;
  readonly before: number;
}

/** What a call that is awaited runs in another thread. */
export function givenToThread(call: PyNode, typing: Typing): GivenToThread | undefined {
  const callee = textOf(childOf(call, 'function'), typing);
  const before = /(^|\.)to_thread$/.test(callee) ? 0 : /\.run_in_executor$/.test(callee) ? 1 : undefined;
  const given = (childOf(call, 'arguments')?.children ?? []).filter(({ type }) => !/^[(),]$/.test(type));
  const f = before === undefined ? undefined : given[before];
  if (before === undefined || f === undefined || given.some(({ type }) => type === 'comment'))
    return undefined;
  return typing.parents.get(call)?.type === 'await' ? { f, next: given[before + 1], before } : undefined;
}

/** `asyncio.to_thread(f, x)` and `loop.run_in_executor(None, f, x)` → `f(x)`: what they give back is awaited already. */
export function offThread(node: PyNode, call: PyNode, typing: Typing, work: Moving): boolean {
  const given = givenToThread(call, typing);
  if (given?.f !== node) return false;
  addEdit(typing, { start: call.start, end: node.start, text: '' }, work);
  addEdit(typing, { start: node.end, end: given.next?.start ?? call.end - 1, text: '(' }, work);
  return true;
}

/** `await asyncio.to_thread(lambda: get(x).text)` → `get(x).text`, where what must be awaited is. */
export function lambdaInPlace(lambda: PyNode, typing: Typing, work: Moving): boolean {
  const call = typing.parents.get(typing.parents.get(lambda) ?? lambda);
  const outer = call && typing.parents.get(call);
  const body = childOf(lambda, 'body');
  if (call?.type !== 'call' || outer?.type !== 'await' || body === undefined) return false;
  const given = givenToThread(call, typing);
  if (given?.f !== lambda || given.next !== undefined || childOf(lambda, 'parameters') !== undefined)
    return false;
  if (work.calls.has(lambda)) return true;
  work.calls.add(lambda);
  addEdit(typing, { start: outer.start, end: body.start, text: '(' }, work);
  addEdit(typing, { start: body.end, end: outer.end, text: ')' }, work);
  return true;
}
