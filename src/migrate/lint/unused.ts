import { qualified } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, isAsync, type Typing, textOf } from '../typing/module.js';
import type { LintMend } from './mends.js';

/** F841: a value that nobody reads is still computed, and an error that nobody reads gets no name. */
export const unread: LintMend = (node, typing) => {
  const parent = typing.parents.get(node);
  if (parent?.type === 'as_pattern_target') return unnamed(parent, typing);
  if (node.type !== 'identifier' || parent?.type !== 'assignment' || node.field !== 'left') return [];
  if (isLoopOnly(parent, typing)) return dropped(parent, typing);
  const name = textOf(node, typing);
  const scope = above(node, /^function_definition$/, typing);
  const all = named(name, scope ?? node, typing);
  const isWritten = (one: PyNode): boolean =>
    one.field === 'left' && typing.parents.get(one)?.type === 'assignment';
  return (all.every(isWritten) ? all : [node]).map((one) => ({
    start: one.start,
    end: one.start,
    text: '_',
  }));
};

const named = (name: string, below: PyNode, typing: Typing): PyNode[] =>
  [...walk(below)].filter((one) => one.type === 'identifier' && textOf(one, typing) === name);

/** `except Exception as e:` → `except Exception:`. */
function unnamed(target: PyNode, typing: Typing): Edit[] {
  const pattern = typing.parents.get(target);
  const caught = pattern?.children[0];
  if (caught === undefined || typing.parents.get(pattern ?? target)?.type !== 'except_clause') return [];
  return [{ start: caught.end, end: target.end, text: '' }];
}

/** `loop = asyncio.get_event_loop()` in an async function does nothing else. */
function isLoopOnly(assignment: PyNode, typing: Typing): boolean {
  const value = childOf(assignment, 'right');
  const callee = value?.type === 'call' ? childOf(value, 'function') : undefined;
  const full = callee && qualified(callee, typing.text, typing.bound);
  const around = above(assignment, /^(function_definition|lambda)$/, typing);
  return /^asyncio\.get_(event|running)_loop$/.test(full ?? '') && around !== undefined && isAsync(around);
}

/** Without a statement; the last one of a block stays. */
function dropped(inner: PyNode, typing: Typing): Edit[] {
  const statement = typing.parents.get(inner);
  const block = statement && typing.parents.get(statement);
  const others = (block?.children ?? []).filter(({ named: yes, type }) => yes && type !== 'comment');
  if (statement?.type !== 'expression_statement' || others.length < 2) return [];
  const gap =
    statement === others.at(-1) ? '' : (/^\s*\n[ \t]*/.exec(typing.text.slice(statement.end))?.[0] ?? '');
  return [{ start: statement.start, end: statement.end + gap.length, text: '' }];
}

/** B007: `for key, value in …` whose `key` is not read is `_key`, where no later read could mean this one. */
export const unusedTarget: LintMend = (node, typing) => {
  const loop = above(node, /^for_statement$/, typing);
  const scope = loop && (above(loop, /^(function_definition|module)$/, typing) ?? typing.root);
  if (loop === undefined || scope?.type !== 'function_definition' || node.type !== 'identifier') return [];
  const name = textOf(node, typing);
  const isApart = named(name, scope, typing).every(
    (one) => one === node || isBound(one, typing) || boundAround(one, name, loop, scope, typing),
  );
  return isApart && !looksAtNames(scope, typing) ? [{ start: node.start, end: node.start, text: '_' }] : [];
};

const TARGETS = /^(for_statement|for_in_clause|assignment)$/;

/** The place where a name gets a value. */
function isBound(node: PyNode, typing: Typing): boolean {
  let at = node;
  let parent = typing.parents.get(at);
  if (parent?.type === 'keyword_argument' || parent?.type === 'attribute') return at.field !== 'value';
  while (parent !== undefined && /^(pattern_list|tuple_pattern|list_pattern)$/.test(parent.type)) {
    at = parent;
    parent = typing.parents.get(at);
  }
  return at.field === 'left' && TARGETS.test(parent?.type ?? '');
}

/** A read in the body of another loop, or in a comprehension, that gives the name its value. */
function boundAround(node: PyNode, name: string, loop: PyNode, scope: PyNode, typing: Typing): boolean {
  let at = node;
  for (let up = typing.parents.get(at); up !== undefined && at !== scope; up = typing.parents.get(at)) {
    if (/^(function_definition|lambda|class_definition)$/.test(up.type)) return false;
    const given = up.type === 'block' ? assignedBefore(at, name, up, typing) : undefined;
    if (given !== undefined) return loop.start < given.start || loop.start > node.end;
    if (binds(up, name, typing) && at.field !== 'right' && up !== loop && at.field !== 'alternative')
      return !contains(up, loop);
    at = up;
  }
  return false;
}

/** The statement of a block, before another one, that gives a name its value. */
const assignedBefore = (at: PyNode, name: string, block: PyNode, typing: Typing): PyNode | undefined =>
  block.children.find(({ type, children: [inner], end }) => {
    const left =
      type === 'expression_statement' && inner?.type === 'assignment' ? childOf(inner, 'left') : undefined;
    return left?.type === 'identifier' && end <= at.start && textOf(left, typing) === name;
  });

function binds(node: PyNode, name: string, typing: Typing): boolean {
  if (node.type === 'for_statement') return targets(node, typing).includes(name);
  if (!/_comprehension$|^generator_expression$/.test(node.type)) return false;
  const clauses = node.children.filter(({ type }) => type === 'for_in_clause');
  return clauses.some((one) => targets(one, typing).includes(name));
}

function targets(loop: PyNode, typing: Typing): string[] {
  const left = childOf(loop, 'left');
  return left === undefined
    ? []
    : [...walk(left)].filter(({ type }) => type === 'identifier').map((one) => textOf(one, typing));
}

const contains = (outer: PyNode, inner: PyNode): boolean =>
  inner.start >= outer.start && inner.end <= outer.end;

/** A function that asks for the names of its variables, but for whether there is one of a certain name. */
const looksAtNames = (scope: PyNode, typing: Typing): boolean =>
  /\b(locals|vars|eval|exec)\(/.test(textOf(scope, typing).replace(/["']\w+["'] (not )?in locals\(\)/g, ''));

/** F821: `x if "x" in locals() else y`, where there is no `x`, is `y`. */
export const undefinedName: LintMend = (node, typing) => {
  const name = textOf(node, typing);
  if (above(node, /^function_definition$/, typing) === undefined) return [];
  for (let up = typing.parents.get(node); up !== undefined; up = typing.parents.get(up)) {
    if (up.type !== 'conditional_expression') continue;
    const [first, condition, other] = up.children.filter(({ named: yes }) => yes);
    const asked = /^["'](\w+)["'] (not )?in locals\(\)$/.exec(textOf(condition, typing));
    const kept = asked?.[2] === undefined ? other : first;
    if (asked?.[1] !== name || kept === undefined || contains(kept, node)) continue;
    return [{ start: up.start, end: up.end, text: textOf(kept, typing) }];
  }
  return [];
};
