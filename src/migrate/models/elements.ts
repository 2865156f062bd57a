/** Lists that are looped over, whose elements are read by their keys. */
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { type Fields, placesOf, readsRecord } from './records.js';

/** What is known of the elements of a list. */
export interface Elements {
  readonly fields: Fields;
  /** The variable of a loop: what an element is called. */
  readonly called?: string;
}

/** Reads all loops over a list; undefined where it, or an element, is used in a way that only a dict allows. */
export function readElements(
  places: readonly PyNode[],
  binding: PyNode,
  definition: PyNode,
  typing: Typing,
): Elements | undefined {
  const fields: Fields = new Map();
  let called: string | undefined;
  for (const place of places) {
    if (place === binding || isShown(place, typing)) continue;
    const variable = loopVariable(place, typing);
    const name = textOf(variable, typing);
    const inner = variable && placesOf(name, definition, typing);
    if (!inner?.every((one) => one === variable || readsRecord(one, typing, fields))) return undefined;
    called ??= name;
  }
  return { fields, ...(called === undefined ? {} : { called }) };
}

/** A use that any list allows. */
export function isShown(place: PyNode, typing: Typing): boolean {
  const none: Fields = new Map();
  return readsRecord(place, typing, none) && none.size === 0;
}

/** `x` of `for x in list` and of `for i, x in enumerate(list, 1)`. */
export function loopVariable(place: PyNode, typing: Typing): PyNode | undefined {
  const list = typing.parents.get(place);
  const call = list?.type === 'argument_list' ? typing.parents.get(list) : undefined;
  const counted = call?.type === 'call' && textOf(childOf(call, 'function'), typing) === 'enumerate';
  if (counted && list?.children.find(({ named }) => named) !== place) return undefined;
  const values = counted ? call : place;
  const loop = typing.parents.get(values);
  if (values.field !== 'right' || !/^(for_statement|for_in_clause)$/.test(loop?.type ?? '')) return undefined;
  const left = loop && childOf(loop, 'left');
  const variable = counted ? left?.children.filter(({ named }) => named)[1] : left;
  return variable?.type === 'identifier' ? variable : undefined;
}

/** Writes `list[Name]`, in place of an annotation or behind a name. */
export const listEdit =
  (at: PyNode, type: PyNode | undefined) =>
  (name: string): Edit[] => [
    type === undefined
      ? { start: at.end, end: at.end, text: `: list[${name}]` }
      : { start: type.start, end: type.end, text: `list[${name}]` },
  ];
