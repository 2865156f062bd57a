/** What the library answers with stays as it is. Where that is asked for more, the asking would go past `api_client.py`. */
import { literalText } from '../facts/strings.js';
import { placesOf } from '../models/records.js';
import { childOf, type PyNode } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';
import { argumentsOf, attributesAbove } from './chains.js';
import { isOfData } from './libraries.js';
import type { Use } from './types.js';

/** The first place at which the result of a use is asked for more. */
export function looksFurther({ call, end, typing, kind }: Use): PyNode | undefined {
  if (kind === 'write') return undefined;
  let result = call ?? end;
  for (
    let up = typing.parents.get(result);
    up !== undefined && /^(await|parenthesized_expression)$/.test(up.type);
    up = typing.parents.get(result)
  )
    result = up;
  const here = asks(result, typing);
  if (here !== undefined) return here;
  const parent = typing.parents.get(result);
  const left = isBinding(parent, result) ? childOf(parent, 'left') : undefined;
  const definition = above(result, /^function_definition$/, typing);
  if (left?.type !== 'identifier' || definition === undefined) return undefined;
  for (const place of placesOf(textOf(left, typing), definition, typing) ?? []) {
    const further = asks(place, typing);
    if (further !== undefined) return further;
  }
  return undefined;
}

const isBinding = (parent: PyNode | undefined, node: PyNode): parent is PyNode =>
  parent !== undefined &&
  /^(assignment|for_statement|for_in_clause)$/.test(parent.type) &&
  node.field === 'right';

/** `result.a.fetch(…)`; `result.get("key")` is how a dict is read. */
function asks(node: PyNode, typing: Typing): PyNode | undefined {
  const end = [...attributesAbove(node, typing)].at(-1) ?? node;
  const call = typing.parents.get(end);
  if (end === node || call?.type !== 'call' || end.field !== 'function') return undefined;
  const name = textOf(childOf(end, 'attribute'), typing);
  if (isOfData(name)) return undefined;
  const [first] = argumentsOf(call);
  const reads = name === 'get' && first !== undefined && literalText(first, typing.text) !== undefined;
  return reads ? undefined : end;
}
