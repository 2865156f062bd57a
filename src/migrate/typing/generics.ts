import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from './module.js';

/** Generic types, and what stands for them when nothing is said of their parts. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  list: '[Any]',
  set: '[Any]',
  frozenset: '[Any]',
  tuple: '[Any, ...]',
  type: '[Any]',
  dict: '[str, Any]',
};
const TYPING: Readonly<Record<string, string>> = {
  List: '[Any]',
  Set: '[Any]',
  FrozenSet: '[Any]',
  Tuple: '[Any, ...]',
  Type: '[Any]',
  Dict: '[str, Any]',
  Mapping: '[str, Any]',
  MutableMapping: '[str, Any]',
  DefaultDict: '[Any, Any]',
  OrderedDict: '[Any, Any]',
  Callable: '[..., Any]',
  Awaitable: '[Any]',
  Coroutine: '[Any, Any, Any]',
  Iterable: '[Any]',
  Iterator: '[Any]',
  Collection: '[Any]',
  Sequence: '[Any]',
  MutableSequence: '[Any]',
  AsyncIterator: '[Any]',
  AsyncIterable: '[Any]',
  Generator: '[Any, Any, Any]',
  AsyncGenerator: '[Any, Any]',
  ContextManager: '[Any]',
  AsyncContextManager: '[Any]',
  AbstractContextManager: '[Any]',
  AbstractAsyncContextManager: '[Any]',
  deque: '[Any]',
  Deque: '[Any]',
  defaultdict: '[Any, Any]',
  Counter: '[Any]',
  Pattern: '[str]',
  Match: '[str]',
  ContextVar: '[Any]',
};
const ELSEWHERE: Readonly<Record<string, string>> = {
  'asyncio.Task': '[Any]',
  'asyncio.Future': '[Any]',
  'asyncio.Queue': '[Any]',
  'queue.Queue': '[Any]',
  'subprocess.Popen': '[Any]',
  'subprocess.CompletedProcess': '[Any]',
  'os.PathLike': '[str]',
  'weakref.WeakSet': '[Any]',
};

/** Annotations that name a generic type say of what; builtin functions that were meant as types become them. */
export function genericEdits(typing: Typing): Edit[] {
  const edits: Edit[] = [];
  for (const node of walk(typing.root)) {
    if (node.type !== 'type' || typing.parents.get(node)?.type === 'type_alias_statement') continue;
    const inner = node.children[0];
    if (inner === undefined) continue;
    edits.push(...inType(inner, typing));
  }
  return edits;
}

/** Types within other types are nodes of their own where the grammar sees types; in subscripts they are expressions. */
function inType(node: PyNode, typing: Typing): Edit[] {
  if (node.type === 'identifier' || node.type === 'attribute') return named(node, typing);
  if (node.type === 'subscript') {
    const base = textOf(childOf(node, 'value'), typing);
    if (/(^|\.)(Literal|Annotated)$/.test(base)) return [];
    return node.children.filter(({ field }) => field === 'subscript').flatMap((one) => inType(one, typing));
  }
  if (node.type === 'binary_operator' || node.type === 'list') {
    return node.children.filter((one) => one.named).flatMap((one) => inType(one, typing));
  }
  return [];
}

function named(node: PyNode, typing: Typing): Edit[] {
  const written = textOf(node, typing);
  const { bound } = typing;
  const at = (text: string): Edit[] => [{ start: node.end, end: node.end, text }];
  if (node.type === 'identifier' && !bound.has(written)) {
    if (written === 'any') return [{ start: node.start, end: node.end, text: 'Any' }];
    if (written === 'callable') return [{ start: node.start, end: node.end, text: 'Callable[..., Any]' }];
    const found = ARGUMENTS[written];
    return found === undefined ? [] : at(written === 'dict' && isField(node, typing) ? '[Any, Any]' : found);
  }
  const [head = '', ...rest] = written.split('.');
  const full = [bound.get(head) ?? head, ...rest].join('.');
  const last = full.slice(full.lastIndexOf('.') + 1);
  const known =
    /^(typing|typing_extensions|collections|collections\.abc|contextlib|re|contextvars)\.[A-Za-z]+$/;
  const found = known.test(full) ? TYPING[last] : ELSEWHERE[full];
  return found === undefined ? [] : at(found);
}

/** Fields of classes may be checked when the program runs: keys of any type stay allowed there. */
function isField(node: PyNode, { parents }: Typing): boolean {
  let at: PyNode | undefined = node;
  while (at !== undefined && at.type !== 'assignment') {
    if (/_definition$/.test(at.type)) return false;
    at = parents.get(at);
  }
  while (at !== undefined && !/_definition$/.test(at.type)) at = parents.get(at);
  return at?.type === 'class_definition';
}
