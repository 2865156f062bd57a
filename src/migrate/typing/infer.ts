import { childOf, type PyNode } from '../python/tree.js';
import { bodyNodes, isAsync, type Typing, textOf } from './module.js';

/** Functions whose result has one type, whatever they are given. */
const CALLS: Readonly<Record<string, string>> = {
  str: 'str',
  repr: 'str',
  len: 'int',
  int: 'int',
  bool: 'bool',
  float: 'float',
  isinstance: 'bool',
  any: 'bool',
  all: 'bool',
  sorted: 'list[Any]',
};

/** The type of an expression as far as its form says it; `Any` otherwise. */
export function typeOf(node: PyNode, typing: Typing): string {
  switch (node.type) {
    case 'string':
      return /^[rRfFuU]*b/i.test(textOf(node, typing)) ? 'bytes' : 'str';
    case 'concatenated_string':
      return typeOf(node.children[0] ?? node, typing) === 'bytes' ? 'bytes' : 'str';
    case 'integer':
      return /[jJ]$/.test(textOf(node, typing)) ? 'Any' : 'int';
    case 'float':
      return /[jJ]$/.test(textOf(node, typing)) ? 'Any' : 'float';
    case 'true':
    case 'false':
    case 'not_operator':
      return 'bool';
    case 'none':
      return 'None';
    case 'list':
    case 'list_comprehension':
      return 'list[Any]';
    case 'dictionary':
      return hasTextKeys(node) ? 'dict[str, Any]' : 'dict[Any, Any]';
    case 'dictionary_comprehension':
      return 'dict[Any, Any]';
    case 'set':
    case 'set_comprehension':
      return 'set[Any]';
    case 'parenthesized_expression':
      return typeOf(node.children.find(({ named, type }) => named && type !== 'comment') ?? node, typing);
    case 'comparison_operator':
      return /\b(in|is)\b/.test(node.children.map(({ type }) => type).join(' ')) ? 'bool' : 'Any';
    case 'call':
      return calledType(node, typing);
    default:
      return 'Any';
  }
}

const hasTextKeys = (node: PyNode): boolean =>
  node.children
    .filter(({ named, type }) => named && type !== 'comment')
    .every((pair) => pair.type === 'pair' && /string$/.test(childOf(pair, 'key')?.type ?? ''));

function calledType(node: PyNode, typing: Typing): string {
  const callee = childOf(node, 'function');
  if (callee?.type === 'identifier') {
    const name = textOf(callee, typing);
    return typing.bound.has(name) || redefines(name, typing) ? 'Any' : (CALLS[name] ?? 'Any');
  }
  const object = callee && childOf(callee, 'object');
  if (callee === undefined || object === undefined) return 'Any';
  const method = textOf(childOf(callee, 'attribute'), typing);
  if (/^(join|format|strip|replace|upper|lower)$/.test(method) && typeOf(object, typing) === 'str')
    return 'str';
  if (method === 'dumps' && typing.bound.get(textOf(object, typing)) === 'json') return 'str';
  return 'Any';
}

const redefines = (name: string, { root, text }: Typing): boolean =>
  root.children.some((node) => {
    const definition = node.type === 'decorated_definition' ? childOf(node, 'definition') : node;
    const own = definition && childOf(definition, 'name');
    return own !== undefined && text.slice(own.start, own.end) === name;
  });

/** What a function without an annotation returns. Where the form does not prove it, `Any`. */
export function returnType(definition: PyNode, typing: Typing): string {
  const own = [...bodyNodes(definition)];
  if (own.some(({ type }) => type === 'yield')) {
    return isAsync(definition) ? 'AsyncIterator[Any]' : 'Iterator[Any]';
  }
  const values = own
    .filter(({ type }) => type === 'return_statement')
    .map((node) => node.children.find(({ named, type }) => named && type !== 'comment'));
  if (values.every((value) => value === undefined)) return 'None';
  const types = new Set(values.map((value) => (value === undefined ? 'None' : typeOf(value, typing))));
  const body = childOf(definition, 'body');
  if (types.has('Any') || body === undefined || !ends(body, typing)) return 'Any';
  const [first = 'Any', ...others] = [...types].filter((type) => type !== 'None');
  if (others.length > 0) return 'Any';
  return types.has('None') && types.size > 1 ? `${first} | None` : first;
}

/** True when control never leaves a block at its end. */
function ends(block: PyNode, typing: Typing): boolean {
  const last = block.children.filter(({ named, type }) => named && type !== 'comment').at(-1);
  if (last === undefined) return false;
  switch (last.type) {
    case 'return_statement':
    case 'raise_statement':
      return true;
    case 'with_statement':
      return false;
    case 'if_statement':
      return endsEvery(last, /^(elif_clause|else_clause)$/, typing) && last.children.some(isElse);
    case 'try_statement':
      return endsTry(last, typing);
    default:
      return false;
  }
}

const isElse = ({ type }: PyNode): boolean => type === 'else_clause';
const blocksOf = (node: PyNode): PyNode[] => node.children.filter(({ type }) => type === 'block');

function endsEvery(node: PyNode, clauses: RegExp, typing: Typing): boolean {
  const parts = node.children.filter(({ type }) => clauses.test(type));
  return [...blocksOf(node), ...parts.flatMap(blocksOf)].every((block) => ends(block, typing));
}

function endsTry(node: PyNode, typing: Typing): boolean {
  const final = node.children.find(({ type }) => type === 'finally_clause');
  if (final !== undefined && blocksOf(final).some((block) => ends(block, typing))) return true;
  const handlers = node.children.filter(({ type }) => type === 'except_clause').flatMap(blocksOf);
  const after = node.children.filter(isElse).flatMap(blocksOf);
  const body = after.length > 0 ? after : blocksOf(node);
  return [...body, ...handlers].every((block) => ends(block, typing));
}
