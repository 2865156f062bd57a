import type { Edit } from '../../python/edits.js';
import { childOf, type PyNode } from '../../python/tree.js';
import { exposureOf, type Program } from '../exposed.js';
import { type Typing, textOf } from '../module.js';
import { attributeDeclaration, declarationOf } from './places.js';

export interface Repair {
  readonly typing: Typing;
  readonly program: Program;
}

/** An expression that the checker is told to take as it comes. At runtime `cast` gives back what it gets. */
export function cast(node: PyNode, { typing }: Repair, type = 'Any'): Edit[] {
  const call = typing.parents.get(node);
  const inCast = call?.type === 'argument_list' && isCast(typing.parents.get(call), typing);
  if (inCast || isCast(node, typing)) return [];
  const written = textOf(node, typing);
  return [{ start: node.start, end: node.end, text: `cast(${type}, ${written})` }];
}

const isCast = (node: PyNode | undefined, typing: Typing): boolean =>
  node?.type === 'call' && textOf(childOf(node, 'function'), typing) === 'cast';

/** Declares the variable or the attribute that an expression names; casts anything else. */
export function widen(node: PyNode, repair: Repair): Edit[] {
  const declared = declare(node, repair);
  return declared.length > 0 ? declared : cast(node, repair);
}

/** `x = {}` → `x: dict[str, Any] = {}`, and where that is not enough, `x: Any = {}`. */
export function declare(node: PyNode, repair: Repair): Edit[] {
  const { typing, program } = repair;
  if (node.type === 'attribute') {
    const assignment = attributeDeclaration(node, typing);
    return assignment === undefined ? [] : annotateAssignment(assignment, typing);
  }
  if (node.type !== 'identifier') return [];
  const found = declarationOf(textOf(node, typing), node, typing);
  if (found === undefined) return [];
  if (found.kind === 'assignment') return annotateAssignment(found.node, typing);
  return exposureOf(found.of, typing, program) === undefined ? annotateParameter(found.node, typing) : [];
}

/** The same for a variable that is a new container and says nothing of what it holds. */
export function declareContainer(node: PyNode, { typing }: Repair): Edit[] {
  const found = node.type === 'identifier' ? declarationOf(textOf(node, typing), node, typing) : undefined;
  const right = found?.kind === 'assignment' ? childOf(found.node, 'right') : undefined;
  const left = found?.kind === 'assignment' ? childOf(found.node, 'left') : undefined;
  const type = found?.kind === 'assignment' ? childOf(found.node, 'type') : undefined;
  const wide = right === undefined || type !== undefined ? undefined : containerType(right, typing);
  return wide === undefined || left === undefined
    ? []
    : [{ start: left.end, end: left.end, text: `: ${wide}` }];
}

function annotateParameter(parameter: PyNode, typing: Typing): Edit[] {
  const type = childOf(parameter, 'type');
  if (type === undefined || textOf(type, typing) === 'Any') return [];
  return [{ start: type.start, end: type.end, text: 'Any' }];
}

function annotateAssignment(assignment: PyNode, typing: Typing): Edit[] {
  const left = childOf(assignment, 'left');
  const right = childOf(assignment, 'right');
  const type = childOf(assignment, 'type');
  if (type !== undefined) {
    if (textOf(type, typing) === 'Any' || isModelField(assignment, typing)) return [];
    return [{ start: type.start, end: type.end, text: 'Any' }];
  }
  if (left === undefined || right === undefined || right.type === 'assignment') return [];
  return [{ start: left.end, end: left.end, text: `: ${containerType(right, typing) ?? 'Any'}` }];
}

/** Fields of classes may be read when the program runs. */
function isModelField(assignment: PyNode, { parents }: Typing): boolean {
  const block = parents.get(parents.get(assignment) ?? assignment);
  return block !== undefined && parents.get(block)?.type === 'class_definition';
}

/** What a new container may hold, as widely as that can be said. */
export function containerType(value: PyNode, typing: Typing): string | undefined {
  if (value.type === 'dictionary') {
    const pairs = value.children.filter(({ type }) => type === 'pair');
    const texts = pairs.length > 0 && pairs.every((pair) => /string$/.test(childOf(pair, 'key')?.type ?? ''));
    return texts ? 'dict[str, Any]' : 'dict[Any, Any]';
  }
  if (value.type === 'list' || value.type === 'list_comprehension') return 'list[Any]';
  if (value.type === 'dictionary_comprehension') return 'dict[Any, Any]';
  if (value.type !== 'call') return undefined;
  const name = textOf(childOf(value, 'function'), typing);
  const types: Readonly<Record<string, string>> = {
    set: 'set[Any]',
    list: 'list[Any]',
    dict: 'dict[Any, Any]',
    defaultdict: 'defaultdict[Any, Any]',
    deque: 'deque[Any]',
  };
  return types[name];
}
