import { givenToThread } from '../client/threads.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { OF_DATA } from './libraries.js';

/** `.a.b.c` behind an object, as far as it asks for something, and the call that it ends with. */
export interface Chain {
  readonly path: readonly string[];
  readonly end: PyNode;
  readonly call?: PyNode;
}

/** `x.a`, `x.a.b` and so on around a node `x`, the smallest first. */
export function* attributesAbove(node: PyNode, typing: Typing): Generator<PyNode> {
  let end = node;
  for (
    let up = typing.parents.get(end);
    up?.type === 'attribute' && end.field === 'object';
    up = typing.parents.get(end)
  ) {
    yield up;
    end = up;
  }
}

export function chainFrom(object: PyNode, typing: Typing): Chain {
  const path: string[] = [];
  let end = object;
  for (const up of attributesAbove(object, typing)) {
    const name = textOf(childOf(up, 'attribute'), typing);
    if (path.length > 0 && OF_DATA.test(name)) break;
    path.push(name);
    end = up;
  }
  const call = typing.parents.get(end);
  return call?.type === 'call' && end.field === 'function' ? { path, end, call } : { path, end };
}

export type Role = 'call' | 'read' | 'write' | 'other';

/** What is done with the end of a chain. */
export function roleOf({ end, call }: Chain, typing: Typing): Role {
  if (call !== undefined) return 'call';
  const parent = typing.parents.get(end);
  if (parent?.type === 'assignment' && end.field === 'left')
    return childOf(parent, 'right') === undefined ? 'other' : 'write';
  const changed = /^(augmented_assignment|delete_statement|for_statement|pattern_list|as_pattern_target)$/;
  return changed.test(parent?.type ?? '') && end.field !== 'right' ? 'other' : 'read';
}

/** The call that an expression is an argument of. */
export function callAround(node: PyNode, typing: Typing): PyNode | undefined {
  const parent = typing.parents.get(node);
  const list = parent?.type === 'keyword_argument' ? typing.parents.get(parent) : parent;
  const call = list?.type === 'argument_list' ? typing.parents.get(list) : undefined;
  return call?.type === 'call' ? call : undefined;
}

export const calleeOf = (call: PyNode | undefined, typing: Typing): string =>
  call === undefined ? '' : textOf(childOf(call, 'function'), typing);

/** Arguments of a call. */
export const argumentsOf = (call: PyNode): PyNode[] =>
  (childOf(call, 'arguments')?.children ?? []).filter(({ named, type }) => named && type !== 'comment');

/** The call around `client.search` in `await asyncio.to_thread(client.search, q)`, and how many of its arguments are the thread's. */
export function inThread(
  node: PyNode,
  typing: Typing,
): { readonly call: PyNode; readonly thread: number } | undefined {
  const call = callAround(node, typing);
  const given = call && givenToThread(call, typing);
  return call !== undefined && given?.f === node ? { call, thread: given.before + 1 } : undefined;
}

/** Whether an argument list of a call has the node at a place where functions are taken. */
export function isTakenAsFunction(node: PyNode, typing: Typing): boolean {
  const call = callAround(node, typing);
  const parent = typing.parents.get(node);
  if (call === undefined) return false;
  const key = parent?.type === 'keyword_argument' ? textOf(childOf(parent, 'name'), typing) : '';
  if (/^(target|key|func|function|fn|callback|default)$/.test(key)) return true;
  const takes =
    /(^|\.)(map|filter|starmap|submit|to_thread|run_sync|run_in_executor|partial|reduce|call_soon|call_later|Thread|Timer)$/;
  return takes.test(calleeOf(call, typing)) && argumentsOf(call).slice(0, 2).includes(node);
}
