import { childOf, type PyNode, walk } from '../../python/tree.js';
import { above, classOf, type Typing, textOf } from '../module.js';
import type { TypeFinding } from './findings.js';

/** Index into the text of a line and a byte of it, both from 1. */
function offset({ text }: Typing, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf('\n', start) + 1;
  const end = text.indexOf('\n', start);
  const bytes = Buffer.from(text.slice(start, end < 0 ? text.length : end)).subarray(0, column - 1);
  return start + bytes.toString().length;
}

/** Nodes that may have the range of the one thing they hold, and the pieces of a text, which are no expressions. */
const SHELL = /^(block|expression_statement|string_(start|content|end)|escape_sequence)$/;

/** The outermost node that a finding is about: the one of exactly its range, else the smallest around it. */
export function nodeAt(finding: TypeFinding, typing: Typing): PyNode | undefined {
  const start = offset(typing, finding.line, finding.column);
  const end = offset(typing, finding.endLine, finding.endColumn + 1);
  let around: PyNode | undefined;
  for (const node of walk(typing.root)) {
    if (!node.named || SHELL.test(node.type) || node.start > start || node.end < end) continue;
    if (node.start === start && node.end === end) return node;
    around = node;
  }
  return around;
}

const STATEMENT = /(_statement|_definition)$/;

/** The statement that holds an expression. */
export function statementOf(node: PyNode, typing: Typing): PyNode {
  return STATEMENT.test(node.type) ? node : (above(node, STATEMENT, typing) ?? node);
}

export const functionOf = (node: PyNode, typing: Typing): PyNode | undefined => {
  const scope = above(node, /^(function_definition|class_definition|module)$/, typing);
  return scope?.type === 'function_definition' ? scope : undefined;
};

export type Declaration =
  | { readonly kind: 'assignment'; readonly node: PyNode }
  | { readonly kind: 'parameter'; readonly node: PyNode; readonly of: PyNode };

/** Where a variable is bound first: in its function, else in the functions around it, else in the module. */
export function declarationOf(name: string, node: PyNode, typing: Typing): Declaration | undefined {
  for (let scope = functionOf(node, typing); scope !== undefined; scope = functionOf(scope, typing)) {
    const found = inScope(name, scope, typing);
    if (found !== undefined) return found === 'other' ? undefined : found;
  }
  const found = inScope(name, typing.root, typing);
  return found === 'other' ? undefined : found;
}

function inScope(name: string, scope: PyNode, typing: Typing): Declaration | 'other' | undefined {
  const parameter = childOf(scope, 'parameters')?.children.find((one) => parameterName(one, typing) === name);
  if (parameter !== undefined) return { kind: 'parameter', node: parameter, of: scope };
  for (const node of scopeNodes(scope)) {
    if (!isBinding(node, name, typing)) continue;
    const parent = typing.parents.get(node);
    const plain = parent?.type === 'assignment' && node.field === 'left';
    return plain ? { kind: 'assignment', node: parent } : 'other';
  }
  return undefined;
}

function parameterName(parameter: PyNode, typing: Typing): string {
  const name = parameter.type === 'typed_parameter' ? parameter.children[0] : childOf(parameter, 'name');
  return textOf(name ?? parameter, typing);
}

function* scopeNodes(scope: PyNode): Generator<PyNode> {
  for (const child of scope.children) {
    yield child;
    if (!/^(function_definition|class_definition|lambda)$/.test(child.type)) yield* scopeNodes(child);
  }
}

function isBinding(node: PyNode, name: string, typing: Typing): boolean {
  if (node.type !== 'identifier' || textOf(node, typing) !== name) return false;
  const parent = typing.parents.get(node);
  if (parent === undefined) return false;
  if (/^(pattern_list|tuple_pattern|list_pattern|as_pattern_target|aliased_import)$/.test(parent.type))
    return true;
  if (node.field === 'left')
    return /^(assignment|for_statement|for_in_clause|augmented_assignment)$/.test(parent.type);
  return parent.type === 'named_expression' && node.field === 'name';
}

/** The first `self.name = …` of the class, or the field of that name in its body. */
export function attributeDeclaration(attribute: PyNode, typing: Typing): PyNode | undefined {
  const object = childOf(attribute, 'object');
  const method = functionOf(attribute, typing);
  const owner = method && classOf(method, typing);
  if (owner === undefined || textOf(object, typing) !== 'self') return undefined;
  const name = textOf(childOf(attribute, 'attribute'), typing);
  for (const node of walk(owner)) {
    const left = node.type === 'assignment' ? childOf(node, 'left') : undefined;
    if (left === undefined) continue;
    if (left.type === 'attribute' && textOf(left, typing) === `self.${name}`) return node;
    const field = typing.parents.get(typing.parents.get(typing.parents.get(node) ?? node) ?? node) === owner;
    if (field && textOf(left, typing) === name) return node;
  }
  return undefined;
}
