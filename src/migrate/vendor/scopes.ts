/** Where a name can be seen, and what an argument is called where it arrives. */
import { parameterFor, parametersOf } from '../client/callbacks.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, isFunction, type Typing, textOf } from '../typing/module.js';

/** The function that a name belongs to, or the module. */
export function scopeOfName(node: PyNode, typing: Typing): PyNode {
  const around = above(node, /^(function_definition|class_definition|module)$/, typing) ?? typing.root;
  if (!isFunction(around)) return around;
  const word = new RegExp(`\\b${textOf(node, typing)}\\b`);
  for (const one of walk(around)) {
    const outer = one.type === 'global_statement' && word.test(textOf(one, typing));
    if (outer) return typing.root;
  }
  return around;
}

/** Places of a name below a scope, but for those in functions that have one of their own. */
export function* namesIn(node: PyNode, text: string, typing: Typing, first: boolean): Generator<PyNode> {
  if (!first && /^(function_definition|lambda)$/.test(node.type) && rebinds(node, text, typing)) return;
  const parent = typing.parents.get(node);
  const key = parent?.type === 'keyword_argument' && node.field === 'name';
  const below = parent?.type === 'attribute' && node.field === 'attribute';
  if (node.type === 'identifier' && !key && !below && textOf(node, typing) === text) yield node;
  if (/^import_(from_)?statement$/.test(node.type)) return;
  for (const child of node.children) yield* namesIn(child, text, typing, false);
}

function rebinds(definition: PyNode, text: string, typing: Typing): boolean {
  const own = childOf(definition, 'parameters');
  for (const node of own === undefined ? [] : walk(own))
    if (node.type === 'identifier' && textOf(node, typing) === text && node.field !== 'value') return true;
  const body = childOf(definition, 'body');
  let assigned = false;
  for (const node of body === undefined ? [] : walk(body)) {
    const outer = /^(global|nonlocal)_statement$/.test(node.type);
    if (outer && new RegExp(`\\b${text}\\b`).test(textOf(node, typing))) return false;
    assigned ||= node.type === 'identifier' && node.field === 'left' && textOf(node, typing) === text;
  }
  return assigned;
}

/** Where an argument arrives: at a parameter, or at a field of a class. */
export interface Target {
  readonly name: string;
  /** The function whose parameter it is; absent for a field of a class. */
  readonly scope?: PyNode;
}

export function targetOf(
  definition: PyNode,
  node: PyNode,
  call: PyNode,
  typing: Typing,
  home: Typing,
): Target | undefined {
  if (isFunction(definition)) {
    const method =
      above(definition, /^(class_definition|function_definition|module)$/, home)?.type === 'class_definition';
    const names = parametersOf(definition, home).slice(method ? 1 : 0);
    const parameter = parameterFor(node, call, typing, names);
    return parameter === undefined ? undefined : { name: parameter, scope: definition };
  }
  const body = childOf(definition, 'body')?.children ?? [];
  const statements = body.map((one) =>
    one.type === 'decorated_definition' ? (childOf(one, 'definition') ?? one) : one,
  );
  const start = statements.find(
    (one) => isFunction(one) && textOf(childOf(one, 'name'), home) === '__init__',
  );
  if (start !== undefined) {
    const parameter = parameterFor(node, call, typing, parametersOf(start, home).slice(1));
    return parameter === undefined ? undefined : { name: parameter, scope: start };
  }
  const fields = statements.flatMap((one) => {
    const assignment = one.type === 'expression_statement' ? one.children[0] : undefined;
    const field =
      assignment?.type === 'assignment' && childOf(assignment, 'type')
        ? childOf(assignment, 'left')
        : undefined;
    return field?.type === 'identifier' ? [textOf(field, home)] : [];
  });
  const field = parameterFor(node, call, typing, fields);
  return field === undefined ? undefined : { name: field };
}

const classNames = (typing: Typing): string[] =>
  [...walk(typing.root)].flatMap((node) =>
    node.type === 'class_definition' ? [textOf(childOf(node, 'name'), typing)] : [],
  );

/** A class with all classes of the program that are made from it, and those that it is made from. */
export function familyOf(owner: string, modules: readonly Typing[]): ReadonlySet<string> {
  const family = new Set([owner]);
  const own = new Set(modules.flatMap(classNames));
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const typing of modules) {
      for (const node of walk(typing.root)) {
        if (node.type !== 'class_definition') continue;
        const name = textOf(childOf(node, 'name'), typing);
        const bases = (childOf(node, 'superclasses')?.children ?? []).map((one) => textOf(one, typing));
        const related = [name, ...bases.map((one) => one.split('.').at(-1) ?? one)];
        if (related.some((one) => family.has(one)))
          for (const one of related) if (own.has(one)) family.add(one);
      }
    }
  }
  return family;
}
