import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';
import type { LintMend } from './mends.js';

/** B006: a list or a dict that is a default gets a name before the function. It is made once, as before, and stays the default. */
export const namedDefault: LintMend = (found, typing) => {
  const parameter = above(found, /^(typed_)?default_parameter$/, typing);
  const value = parameter && childOf(parameter, 'value');
  const definition = parameter && above(parameter, /^function_definition$/, typing);
  if (parameter === undefined || value === undefined || definition === undefined) return [];
  if (!isPlain(value)) return [];
  const statement = outOfClasses(definition, typing);
  const inside = above(statement, /^(function_definition|module)$/, typing)?.type === 'function_definition';
  const words = [childOf(definition, 'name'), childOf(parameter, 'name')];
  const plain = words.map((one) => textOf(one, typing).replace(/^_+|_+$/g, '')).join('_');
  const name = inside ? plain : `_${plain.toUpperCase()}`;
  if (!/^\w+$/.test(plain) || new RegExp(`\\b${name}\\b`).test(typing.text)) return [];
  const type = childOf(parameter, 'type');
  const annotation = type === undefined ? '' : `: ${textOf(type, typing)}`;
  const indent = /[ \t]*$/.exec(typing.text.slice(0, statement.start))?.[0] ?? '';
  return [
    {
      start: statement.start,
      end: statement.start,
      text: `${name}${annotation} = ${textOf(value, typing)}\n${indent}`,
    },
    { start: value.start, end: value.end, text: name },
  ];
};

/** Values that are the same wherever they stand. */
const isPlain = (value: PyNode): boolean =>
  /^(list|dictionary|set)$/.test(value.type) &&
  ![...walk(value)].some(({ type }) => /^(identifier|interpolation|lambda|call)$/.test(type));

/** The statement of a module or a function that a definition is, or that the class around it is. */
function outOfClasses(definition: PyNode, typing: Typing): PyNode {
  let node = definition;
  for (;;) {
    const parent = typing.parents.get(node);
    if (parent?.type === 'decorated_definition') node = parent;
    const around = above(node, /^(class_definition|function_definition|module)$/, typing);
    if (around?.type !== 'class_definition') return node;
    node = around;
  }
}
