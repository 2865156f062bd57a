/** How a variable is used: as a record with known keys, or in a way that only a dict allows. */
import { literalText } from '../facts/strings.js';
import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import { typeOf } from '../typing/infer.js';
import { above, type Typing, textOf } from '../typing/module.js';
import { isAsked } from './answers.js';

/** Keys of a record, in the order in which they are met. */
export type Fields = Map<string, Field>;
export interface Field {
  readonly type: string;
  /** It is there whenever the record is. */
  readonly always: boolean;
}

const SHOWS = /^(json\.dumps|str|len|repr|print|bool|(\w+\.)?(logger|log|logging|_logger|LOGGER)\.\w+)$/;

/** Adds the keys that a place reads or writes; false when the place needs a dict. */
export function readsRecord(node: PyNode, typing: Typing, fields: Fields): boolean {
  const parent = typing.parents.get(node);
  if (parent === undefined) return false;
  switch (parent.type) {
    case 'subscript':
      return node.field === 'value' && subscript(parent, typing, fields);
    case 'attribute':
      return node.field === 'object' && get(parent, typing, fields);
    case 'comparison_operator':
      return compared(node, parent, typing, fields);
    case 'interpolation':
    case 'not_operator':
      return true;
    case 'argument_list':
      return shows(parent, typing);
    case 'dictionary_splat':
      return isAsked(typing.parents.get(typing.parents.get(parent) ?? parent), typing);
    case 'keyword_argument':
      return node.field === 'value' && textOf(childOf(parent, 'name'), typing) === 'json';
    default:
      return isCondition(node, parent, typing);
  }
}

/** What takes anything; and `isinstance(record, dict)`. */
function shows(list: PyNode, typing: Typing): boolean {
  const name = textOf(callee(list, typing), typing);
  const given = list.children.filter(({ named }) => named).map((one) => textOf(one, typing));
  return SHOWS.test(name) || (name === 'isinstance' && given[1] === 'dict');
}

function callee(list: PyNode, { parents }: Typing): PyNode | undefined {
  const call = parents.get(list);
  return call?.type === 'call' ? childOf(call, 'function') : undefined;
}

function isCondition(node: PyNode, parent: PyNode, typing: Typing): boolean {
  if (/^(if_statement|elif_clause|while_statement)$/.test(parent.type)) return node.field === 'condition';
  if (parent.type === 'conditional_expression')
    return parent.children.filter(({ named }) => named)[1] === node;
  if (!/^(boolean_operator|parenthesized_expression)$/.test(parent.type)) return false;
  const above = typing.parents.get(parent);
  return above !== undefined && (above.type === 'not_operator' || isCondition(parent, above, typing));
}

/** A key that is met once more: of no known type where the types differ. */
export function addField(fields: Fields, key: string, type: string, always: boolean): void {
  const known = fields.get(key);
  if (known === undefined) fields.set(key, { type, always });
  else if (known.type !== type && type !== 'read')
    fields.set(key, { type: known.type === 'read' ? type : 'Any', always: known.always });
}

function subscript(node: PyNode, typing: Typing, fields: Fields): boolean {
  const [key, ...more] = childrenOf(node, 'subscript');
  const text = key?.type === 'string' ? literalText(key, typing.text) : undefined;
  const parent = typing.parents.get(node);
  if (text === undefined || more.length > 0 || parent?.type === 'delete_statement') return false;
  const assigned =
    parent?.type === 'assignment' && node.field === 'left' ? childOf(parent, 'right') : undefined;
  if (parent?.type === 'assignment' && node.field === 'left' && assigned === undefined) return false;
  const changed = parent?.type === 'augmented_assignment' && node.field === 'left';
  addField(
    fields,
    text,
    assigned === undefined ? (changed ? 'Any' : 'read') : valueType(assigned, typing),
    false,
  );
  return !/^(pattern_list|tuple_pattern)$/.test(parent?.type ?? '');
}

function get(attribute: PyNode, typing: Typing, fields: Fields): boolean {
  const call = typing.parents.get(attribute);
  if (textOf(childOf(attribute, 'attribute'), typing) !== 'get') return false;
  if (call?.type !== 'call' || attribute.field !== 'function') return false;
  const given = (childOf(call, 'arguments')?.children ?? []).filter(
    ({ named, type }) => named && type !== 'comment',
  );
  const text = given[0]?.type === 'string' ? literalText(given[0], typing.text) : undefined;
  if (text === undefined || given.length > 2) return false;
  addField(fields, text, 'read', false);
  return true;
}

/** `"key" in record`, `record is None`. */
function compared(node: PyNode, parent: PyNode, typing: Typing, fields: Fields): boolean {
  const [left, ...rest] = parent.children;
  const right = parent.children.at(-1);
  const operator = rest
    .slice(0, -1)
    .map((one) => textOf(one, typing))
    .join(' ');
  if (left === node) return /^is( not)?$/.test(operator) && right?.type === 'none';
  const text = left?.type === 'string' ? literalText(left, typing.text) : undefined;
  if (right !== node || text === undefined || !/^(not )?in$/.test(operator)) return false;
  addField(fields, text, 'read', false);
  return true;
}

/** The type of a value of a record: what its form proves, or the parameter that it is. */
export function valueType(node: PyNode, typing: Typing): string {
  const type = node.type === 'identifier' ? parameterType(node, typing) : typeOf(node, typing);
  return type === 'None' || type === 'dict[Any, Any]' ? 'Any' : type;
}

/** The type of a parameter that keeps its value. */
function parameterType(node: PyNode, typing: Typing): string {
  const definition = above(node, /^(function_definition|lambda)$/, typing);
  const name = textOf(node, typing);
  const parameter = (
    definition === undefined ? [] : (childOf(definition, 'parameters')?.children ?? [])
  ).find(
    (one) =>
      /^typed_(default_)?parameter$/.test(one.type) &&
      one.children.some((child) => child.type === 'identifier' && textOf(child, typing) === name),
  );
  const type = parameter === undefined ? '' : textOf(childOf(parameter, 'type'), typing);
  const places = definition && placesOf(name, definition, typing);
  const rebound = (places ?? []).some(({ field }) => field === 'left');
  const empty = parameter !== undefined && childOf(parameter, 'value')?.type === 'none';
  return /^(str|int|float|bool)$/.test(type) && places !== undefined && !rebound && !empty ? type : 'Any';
}

/** Keys of `{"a": 1, "b": x}`; undefined for dicts of another form. */
export function literalFields(node: PyNode, typing: Typing): Fields | undefined {
  const pairs = node.children.filter(({ named, type }) => named && type !== 'comment');
  const fields: Fields = new Map();
  for (const pair of pairs) {
    const key = pair.type === 'pair' ? childOf(pair, 'key') : undefined;
    const value = childOf(pair, 'value');
    const text = key?.type === 'string' ? literalText(key, typing.text) : undefined;
    if (text === undefined || value === undefined || fields.has(text)) return undefined;
    fields.set(text, { type: valueType(value, typing), always: true });
  }
  return fields;
}

/** Places in a function that name a variable; undefined when a function inside it has one of the same name. */
export function placesOf(name: string, definition: PyNode, typing: Typing): PyNode[] | undefined {
  const found: PyNode[] = [];
  for (const node of walk(definition)) {
    if (
      /^(global_statement|nonlocal_statement)$/.test(node.type) &&
      new RegExp(`\\b${name}\\b`).test(textOf(node, typing))
    )
      return undefined;
    if (node.type !== 'identifier' || textOf(node, typing) !== name) continue;
    const parent = typing.parents.get(node);
    if (parent?.type === 'attribute' && node.field === 'attribute') continue;
    if (parent?.type === 'keyword_argument' && node.field === 'name') continue;
    found.push(node);
  }
  return found;
}
