import { type Edit, lineUpTo } from '../../python/edits.js';
import { qualified } from '../../facts/imports.js';
import { childOf, type PyNode, walk } from '../../python/tree.js';
import { exposureOf } from '../exposed.js';
import { above, isAsync, textOf } from '../module.js';
import { cast, containerType, declare, declareContainer, type Repair, widen } from './edits.js';
import type { TypeFinding } from './findings.js';
import { functionOf, statementOf } from './places.js';

export type Mend = (node: PyNode, finding: TypeFinding, repair: Repair) => Edit[];

const firstNamed = (node: PyNode): PyNode | undefined =>
  node.children.find(({ named, type }) => named && type !== 'comment');

/** `return response.json()` → `return cast(dict[str, Any], response.json())`. */
const returned: Mend = (node, { message }, repair) => {
  const { typing, program } = repair;
  const statement = statementOf(node, typing);
  const definition = functionOf(statement, typing);
  const type = definition && childOf(definition, 'return_type');
  if (statement.type !== 'return_statement' || definition === undefined || type === undefined) return [];
  const value = firstNamed(statement);
  const exposed = exposureOf(definition, typing, program) !== undefined;
  const written = textOf(type, typing);
  if (message.startsWith('Returning Any') || exposed) {
    return value === undefined ? [] : cast(value, repair, runtimeType(written, typing));
  }
  if (value === undefined || /got "None"/.test(message))
    return [{ start: type.end, end: type.end, text: ' | None' }];
  return [{ start: type.start, end: type.end, text: 'Any' }];
};

/** A type as a value: quoted where annotations are never evaluated, so that its names need not exist then. */
function runtimeType(written: string, { text }: Repair['typing']): string {
  const late = /^from __future__ import .*\bannotations\b/m.test(text);
  return late && !/["']/.test(written) ? `"${written}"` : written;
}

/** The variable of a loop that has another type than the loop before gave it: the first gives it any. */
function loopVariable(node: PyNode, repair: Repair): Edit[] {
  const { typing } = repair;
  const scope = functionOf(node, typing) ?? typing.root;
  const name = textOf(node, typing);
  const first = [...walk(scope)].find(
    (one) => one.type === 'for_statement' && textOf(childOf(one, 'left'), typing) === name,
  );
  const values = first && childOf(first, 'right');
  return values === undefined ? [] : cast(values, repair);
}

const assigned: Mend = (node, { message }, repair) => {
  const { typing } = repair;
  const variable = node.type === 'for_statement' ? childOf(node, 'left') : node;
  if (variable?.field === 'left' && typing.parents.get(variable)?.type === 'for_statement')
    return loopVariable(variable, repair);
  const found = node.type === 'assignment' ? node : enclosingAssignment(node, repair);
  const left = found && childOf(found, 'left');
  const right = found && childOf(found, 'right');
  if (found === undefined || left === undefined || right === undefined) return wrapped(node, message, repair);
  const target = left.type === 'subscript' ? childOf(left, 'value') : left;
  const declared =
    target === undefined || textOf(right, typing).startsWith('cast(') ? [] : declare(target, repair);
  const inside = declared.some(({ start }) => start > right.start && start < right.end);
  return declared.length > 0 && !inside ? declared : cast(right, repair);
};

function enclosingAssignment(node: PyNode, { typing }: Repair): PyNode | undefined {
  const statement = statementOf(node, typing);
  const inner = statement.children[0];
  return inner?.type === 'assignment' || inner?.type === 'augmented_assignment' ? inner : undefined;
}

/** A variable whose container is empty. */
const annotated: Mend = (node, _finding, repair) => {
  const found = node.type === 'assignment' ? node : enclosingAssignment(node, repair);
  const left = found && childOf(found, 'left');
  const right = found && childOf(found, 'right');
  if (left === undefined || right === undefined || childOf(found ?? node, 'type') !== undefined) return [];
  if (left.type !== 'identifier' && left.type !== 'attribute') return [];
  return [{ start: left.end, end: left.end, text: `: ${containerType(right, repair.typing) ?? 'Any'}` }];
};

/** `a.b` where `a` may lack `b`. */
const member: Mend = (node, finding, repair) => {
  const attribute = node.type === 'call' ? childOf(node, 'function') : node;
  const object = attribute?.type === 'attribute' ? childOf(attribute, 'object') : undefined;
  return object === undefined ? wrapped(node, finding.message, repair) : widen(object, repair);
};

const indexed: Mend = (node, finding, repair) => {
  const value = node.type === 'subscript' ? childOf(node, 'value') : undefined;
  return value === undefined ? wrapped(node, finding.message, repair) : widen(value, repair);
};

const operated: Mend = (node, { message }, repair) => {
  if (/Cannot call/.test(message)) return callee(node, repair);
  const parts = node.children.filter(({ named, type }) => named && type !== 'comment');
  const part = /left operand type/.test(message) && !/operator/.test(node.type) ? parts[0] : parts.at(-1);
  if (!/operator$/.test(node.type) || part === undefined) return wrapped(node, message, repair);
  return /Unsupported left/.test(message) ? cast(parts[0] ?? part, repair) : cast(part, repair);
};

function callee(node: PyNode, repair: Repair): Edit[] {
  const call = node.type === 'await' ? (firstNamed(node) ?? node) : node;
  const called = call.type === 'call' ? childOf(call, 'function') : undefined;
  return called === undefined ? [] : cast(called, repair);
}

/** A coroutine that nobody awaits: awaited where that can be, else closed, as it never ran. */
const coroutine: Mend = (node, _finding, { typing }) => {
  const definition = functionOf(node, typing);
  if (definition !== undefined && isAsync(definition)) {
    return [{ start: node.start, end: node.start, text: 'await ' }];
  }
  return [{ start: node.end, end: node.end, text: '.close()' }];
};

const unwrapped: Mend = (node, _finding, { typing }) => {
  const args = childOf(node, 'arguments')?.children.filter(({ named, type }) => named && type !== 'comment');
  const value = args?.[1];
  if (value === undefined) return [];
  return [{ start: node.start, end: node.end, text: textOf(value, typing) }];
};

/** A decorator without types: its result is called with anything. */
const decorator: Mend = (node, _finding, { typing }) => {
  const decorated =
    node.type === 'decorated_definition' ? node : above(node, /^decorated_definition$/, typing);
  const found = decorated?.children.filter(({ type }) => type === 'decorator').map(firstNamed);
  return (found ?? []).flatMap((one) =>
    one === undefined || textOf(one, typing).startsWith('cast(')
      ? []
      : [{ start: one.start, end: one.end, text: `cast(Callable[..., Any], ${textOf(one, typing)})` }],
  );
};

const CONSTRAINED: Readonly<Record<string, readonly [type: string, constraints: string]>> = {
  'pydantic.conint': ['int', 'Field'],
  'pydantic.confloat': ['float', 'Field'],
  'pydantic.condecimal': ['Decimal', 'Field'],
  'pydantic.constr': ['str', 'StringConstraints'],
};

/** `conint(ge=1)` is a type for pydantic alone; `Annotated[int, Field(ge=1)]` says the same to both. */
function constrained(node: PyNode, _finding: TypeFinding, { typing }: Repair): Edit[] {
  const call = [...walk(node)].find(({ type }) => type === 'call');
  const callee = call && childOf(call, 'function');
  const args = call && childOf(call, 'arguments');
  const base = callee && CONSTRAINED[qualified(callee, typing.text, typing.bound) ?? ''];
  if (call === undefined || base === undefined || args === undefined) return [];
  if (args.children.some(({ named, type }) => named && type !== 'keyword_argument')) return [];
  const text = `Annotated[${base[0]}, ${base[1]}${textOf(args, typing)}]`;
  return [{ start: call.start, end: call.end, text }];
}

/** The annotation of a local variable, which nothing evaluates, names what the checker cannot see. */
function localType(node: PyNode, _finding: TypeFinding, { typing }: Repair): Edit[] {
  const type = node.type === 'type' ? node : above(node, /^(type|expression_statement)$/, typing);
  const assignment = type?.type === 'type' ? typing.parents.get(type) : undefined;
  if (type === undefined || assignment?.type !== 'assignment') return [];
  if (functionOf(assignment, typing) === undefined) return [];
  return [{ start: type.start, end: type.end, text: 'Any' }];
}

function wrapped(node: PyNode, _message: string, repair: Repair): Edit[] {
  if (/(_statement|_definition|^module|^block|^assignment|_clause)$/.test(node.type)) return [];
  if (/^(dictionary_splat|list_splat)$/.test(node.type)) {
    const value = firstNamed(node);
    return value === undefined ? [] : cast(value, repair);
  }
  return cast(node, repair);
}

const expression: Mend = (found, { message }, repair) => {
  const node = found.type === 'keyword_argument' ? (childOf(found, 'value') ?? found) : found;
  const plain = /^(identifier|attribute)$/.test(node.type);
  const declared = plain
    ? /expected "/.test(message)
      ? declareContainer(node, repair)
      : declare(node, repair)
    : [];
  return declared.length > 0 ? declared : wrapped(node, message, repair);
};

const missingReturn: Mend = (node, _finding, { typing, program }) => {
  const type = childOf(node, 'return_type');
  if (type === undefined) return [];
  if (exposureOf(node, typing, program) === undefined)
    return [{ start: type.end, end: type.end, text: ' | None' }];
  const last = childOf(node, 'body')
    ?.children.filter(({ named }) => named)
    .at(-1);
  if (last === undefined) return [];
  const indent = lineUpTo(childOf(node, 'body')?.start ?? 0, typing.text);
  const value = runtimeType(textOf(type, typing), typing);
  return [{ start: last.end, end: last.end, text: `\n${indent}return cast(${value}, None)` }];
};

/** What is done about a finding, by its code. Codes that are not here are reported to the user. */
export const MENDS: Readonly<Record<string, Mend>> = {
  'no-any-return': returned,
  'return-value': returned,
  return: missingReturn,
  assignment: assigned,
  'var-annotated': annotated,
  'has-type': expression,
  'union-attr': member,
  'attr-defined': member,
  index: indexed,
  operator: operated,
  'comparison-overlap': (node, _finding, repair) => {
    const left = firstNamed(node);
    return left === undefined ? [] : cast(left, repair);
  },
  'arg-type': expression,
  'type-var': (node, finding, repair) => {
    const called = callee(node, repair);
    return called.length > 0 ? called : expression(node, finding, repair);
  },
  'list-item': expression,
  'dict-item': (node, _finding, repair) => {
    const value = node.type === 'pair' ? childOf(node, 'value') : node;
    return value === undefined ? [] : cast(value, repair);
  },
  misc: (node, { message }, repair) => {
    if (!/Exception must be/.test(message)) return [];
    const raised = node.type === 'raise_statement' ? firstNamed(node) : node;
    return raised === undefined ? [] : wrapped(raised, message, repair);
  },
  'name-defined': localType,
  'valid-type': constrained,
  'str-bytes-safe': expression,
  'call-arg': (node, _finding, repair) => callee(node, repair),
  'call-overload': (node, _finding, repair) => callee(node, repair),
  'no-untyped-call': (node, _finding, repair) => callee(node, repair),
  'func-returns-value': (node, _finding, repair) => callee(node, repair),
  'untyped-decorator': decorator,
  'unused-coroutine': coroutine,
  'redundant-cast': unwrapped,
};
