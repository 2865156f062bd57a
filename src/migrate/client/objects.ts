import { qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';

/**
 * The class that an object is one of, by its bare name: of `self`, of what is made in place, and of names that are bound to nothing else.
 * `module` for what was imported as it is, undefined where nobody knows.
 */
export function classNameOf(object: PyNode | undefined, typing: Typing): string | undefined {
  if (object === undefined) return undefined;
  if (object.type === 'call') return madeBy(object, typing);
  if (/^(string|concatenated_string)$/.test(object.type)) return 'str';
  if (/^(dictionary|dictionary_comprehension)$/.test(object.type)) return 'dict';
  if (/^(list|list_comprehension)$/.test(object.type)) return 'list';
  if (object.type === 'parenthesized_expression')
    return classNameOf(
      object.children.find(({ named }) => named),
      typing,
    );
  const text = textOf(object, typing);
  const around = above(object, /^class_definition$/, typing);
  if (text === 'self') return around && textOf(childOf(around, 'name'), typing);
  if (qualified(object, typing.text, typing.bound) !== undefined) return 'module';
  if (object.type === 'attribute')
    return text.startsWith('self.') ? boundIn(around, text, typing) : undefined;
  if (object.type !== 'identifier') return undefined;
  const scope = above(object, /^function_definition$/, typing);
  return boundIn(scope, text, typing) ?? boundIn(typing.root, text, typing);
}

/** What a name is bound to below a node: one class, or nobody knows. */
function boundIn(scope: PyNode | undefined, name: string, typing: Typing): string | undefined {
  const found = new Set<string | undefined>();
  for (const node of scope === undefined ? [] : walk(scope)) {
    if (node.type === 'assignment' && textOf(childOf(node, 'left'), typing) === name) {
      const annotation = childOf(node, 'type');
      const right = childOf(node, 'right');
      if (annotation !== undefined) found.add(annotated(annotation, typing));
      else if (right?.type !== 'none') found.add(madeBy(right, typing));
    } else if (/^typed_(default_)?parameter$/.test(node.type) && parameterName(node, typing) === name) {
      found.add(annotated(childOf(node, 'type'), typing));
    } else if (node.type === 'as_pattern' && aliasOf(node, typing) === name) {
      found.add(madeBy(node.children[0], typing));
    } else if (bindsElse(node, name, typing)) found.add(undefined);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** Loops, tuples and bare parameters: they bind a name to nobody knows what. */
function bindsElse(node: PyNode, name: string, typing: Typing): boolean {
  if (node.type !== 'identifier' || textOf(node, typing) !== name) return false;
  const parent = typing.parents.get(node);
  const left = node.field === 'left' && /^(for_statement|for_in_clause)$/.test(parent?.type ?? '');
  return left || /^(parameters|lambda_parameters|pattern_list|tuple_pattern)$/.test(parent?.type ?? '');
}

/** `Client(…)`; what functions give back is not known, and they are written in small letters. */
function madeBy(value: PyNode | undefined, typing: Typing): string | undefined {
  if (value?.type !== 'call') return value === undefined ? undefined : literalClass(value, typing);
  const name = lastName(childOf(value, 'function'), typing);
  return /^_*[A-Z]/.test(name ?? '') ? name : undefined;
}

const literalClass = (value: PyNode, typing: Typing): string | undefined =>
  /^(string|concatenated_string|dictionary|dictionary_comprehension|list|list_comprehension)$/.test(
    value.type,
  )
    ? classNameOf(value, typing)
    : undefined;

const annotated = (node: PyNode | undefined, typing: Typing): string | undefined =>
  /(\w+)(\[.*\])?["']?(\s*\|\s*None)?$/s.exec(textOf(node, typing))?.[1];

const lastName = (node: PyNode | undefined, typing: Typing): string | undefined =>
  node === undefined
    ? undefined
    : textOf(node.type === 'attribute' ? childOf(node, 'attribute') : node, typing);

const parameterName = (node: PyNode, typing: Typing): string =>
  textOf(childOf(node, 'name') ?? node.children[0], typing);

const aliasOf = (node: PyNode, typing: Typing): string =>
  textOf(
    node.children.find(({ type }) => type === 'as_pattern_target'),
    typing,
  );
