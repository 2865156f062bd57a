/** The arguments of a tool call, read by the handler of all tools, or by the one function that it hands them to. */
import { childOf, type PyNode, walk } from '../python/tree.js';
import { classOf, isFunction, type Typing, textOf } from '../typing/module.js';
import { type Fields, placesOf, readsRecord } from './records.js';
import { DICT } from './shapes.js';

export interface Arguments {
  readonly fields: Fields;
  /** Annotations of the same dict further down. */
  readonly types: readonly PyNode[];
}

/** Undefined where a place needs a dict. */
export function readArguments(
  places: readonly PyNode[],
  binding: PyNode,
  typing: Typing,
): Arguments | undefined {
  const fields: Fields = new Map();
  const types: PyNode[] = [];
  for (const place of places) {
    if (place === binding || readsRecord(place, typing, fields)) continue;
    const parameter = handedTo(place, typing);
    const type = parameter && childOf(parameter, 'type');
    const named = parameter?.children.find((one) => one.type === 'identifier');
    const definition = parameter && typing.parents.get(typing.parents.get(parameter) ?? parameter);
    if (type === undefined || named === undefined || definition === undefined) return undefined;
    const inner = placesOf(textOf(named, typing), definition, typing);
    if (!inner?.every((one) => one === named || readsRecord(one, typing, fields))) return undefined;
    types.push(type);
  }
  return { fields, types };
}

/** The parameter that gets the value, of a function of this module that nobody else calls. */
function handedTo(place: PyNode, typing: Typing): PyNode | undefined {
  const list = typing.parents.get(place);
  const call = list?.type === 'argument_list' ? typing.parents.get(list) : undefined;
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined;
  if (list === undefined || callee === undefined || !/^(identifier|attribute)$/.test(callee.type))
    return undefined;
  const name = textOf(callee.type === 'attribute' ? childOf(callee, 'attribute') : callee, typing);
  const all = [...walk(typing.root)];
  const named = all.filter((one) => isFunction(one) && textOf(childOf(one, 'name'), typing) === name);
  const mentions = all.filter((one) => one.type === 'identifier' && textOf(one, typing) === name);
  const [definition] = named;
  if (definition === undefined || named.length > 1 || mentions.length > 2) return undefined;
  const index = list.children.filter((one) => one.named && one.type !== 'comment').indexOf(place);
  const method = classOf(definition, typing) !== undefined;
  const own = (childOf(definition, 'parameters')?.children ?? []).filter(
    (one) => one.named && one.type !== 'comment',
  );
  const parameter = own[index + (method ? 1 : 0)];
  const type = parameter?.type === 'typed_parameter' ? textOf(childOf(parameter, 'type'), typing) : '';
  return DICT.test(type) ? parameter : undefined;
}
