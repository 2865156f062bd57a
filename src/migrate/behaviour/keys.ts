import { literalText } from '../facts/strings.js';
import { childOf, childrenOf, type PyNode } from '../python/tree.js';
import type { ModuleFacts } from '../types.js';

/** What a program expects under a key of an answer, by what it does with it. */
export type Expected = 'object' | 'list' | 'objects' | 'number' | 'text';

/** A text that is looked for. */
export interface Literal {
  readonly literal: string;
}

/** The stronger use wins: what is iterated somewhere is no text elsewhere. */
const STRENGTH: readonly Expected[] = ['text', 'number', 'object', 'list', 'objects'];

interface Use {
  readonly node: PyNode;
  readonly parents: readonly PyNode[];
}

/**
 * The keys that a program looks up in answers, `data["results"]` and `.get("name", "")`, with what it does with their values. Texts
 * are read, nothing is run; a guess that is wrong only makes a call fail in both servers alike.
 */
export function expectedKeys(modules: readonly ModuleFacts[]): Map<string, Expected | Literal> {
  const found = new Map<string, Expected>();
  const literals = new Map<string, Literal>();
  for (const { root, text } of modules) {
    const uses = [...usesIn(root, [])];
    const variables = variableUses(uses, text);
    for (const use of uses) {
      const key = keyOf(use.node, text);
      if (key === undefined) continue;
      const literal = comparedTo(use, text);
      if (literal !== undefined) literals.set(key, { literal });
      const expected = strongest([expectedOf(use, text, variables), found.get(key) ?? 'text']);
      found.set(key, expected);
    }
  }
  return new Map([...found].map(([key, kind]) => [key, (kind === 'text' && literals.get(key)) || kind]));
}

/** `data["status"] != "success"`: a program that looks for one value goes on with it. */
function comparedTo({ node, parents }: Use, text: string): string | undefined {
  const [parent] = parents;
  if (parent?.type !== 'comparison_operator') return undefined;
  const other = parent.children.find((child) => child.named && child.start !== node.start);
  const value = other?.type === 'string' ? literalText(other, text) : undefined;
  return value === undefined || /err|fail|not|invalid|denied/i.test(value) ? undefined : value;
}

const strongest = (kinds: readonly Expected[]): Expected =>
  kinds.reduce((a, b) => (STRENGTH.indexOf(b) > STRENGTH.indexOf(a) ? b : a), 'text');

function* usesIn(node: PyNode, parents: readonly PyNode[]): Generator<Use> {
  yield { node, parents };
  const inner = [node, ...parents].slice(0, 4);
  for (const child of node.children) yield* usesIn(child, inner);
}

const slice = (text: string, node: PyNode | undefined): string =>
  node === undefined ? '' : text.slice(node.start, node.end);

const argumentsOf = (call: PyNode): readonly PyNode[] =>
  childOf(call, 'arguments')?.children.filter(({ named, type }) => named && type !== 'comment') ?? [];

/** `x["key"]` and `x.get("key")`; undefined for everything else. */
function keyOf(node: PyNode, text: string): string | undefined {
  if (node.type === 'subscript') {
    const [key] = childrenOf(node, 'subscript');
    return key?.type === 'string' ? literalText(key, text) : undefined;
  }
  const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
  if (callee?.type !== 'attribute' || slice(text, childOf(callee, 'attribute')) !== 'get') return undefined;
  const [key] = argumentsOf(node);
  return key?.type === 'string' ? literalText(key, text) : undefined;
}

/** What is done with each variable, whatever its scope: a name that two functions use differently gets the stronger use. */
function variableUses(uses: readonly Use[], text: string): Map<string, Expected> {
  const found = new Map<string, Expected>();
  const loops: [string, string][] = [];
  for (const use of uses) {
    if (use.node.type !== 'identifier') continue;
    const name = slice(text, use.node);
    const loop = loopOver(use, text);
    if (loop !== undefined) loops.push([name, loop]);
    found.set(name, strongest([directUse(use, text) ?? 'text', found.get(name) ?? 'text']));
  }
  for (const [name, item] of loops) if (found.get(item) === 'object') found.set(name, 'objects');
  return found;
}

function expectedOf(use: Use, text: string, variables: ReadonlyMap<string, Expected>): Expected {
  const item = loopOver(use, text);
  if (item !== undefined) return variables.get(item) === 'object' ? 'objects' : 'list';
  const [parent, grandparent] = use.parents;
  const assignment = parent?.type === 'assignment' ? parent : grandparent;
  const left = assignment?.type === 'assignment' ? childOf(assignment, 'left') : undefined;
  const named = left?.type === 'identifier' ? variables.get(slice(text, left)) : undefined;
  return strongest([directUse(use, text) ?? 'text', fallbackOf(use.node, text) ?? 'text', named ?? 'text']);
}

/** The name that runs over it in a loop or a comprehension. */
function loopOver({ node, parents }: Use, text: string): string | undefined {
  const loop = parents.find(({ type }) => type === 'for_statement' || type === 'for_in_clause');
  const right = loop === undefined ? undefined : childOf(loop, 'right');
  if (loop === undefined || right === undefined || node.start < right.start || node.end > right.end)
    return undefined;
  return slice(text, childOf(loop, 'left'));
}

const OF_LISTS = /^(len|enumerate|sorted|sum|min|max)$/;
const OF_NUMBERS = /^(float|int|round|abs)$/;

function directUse({ node, parents }: Use, text: string): Expected | undefined {
  const [parent, grandparent] = parents;
  if (parent?.type === 'subscript' && childOf(parent, 'value')?.start === node.start) {
    const [key] = childrenOf(parent, 'subscript');
    if (key?.type === 'string') return 'object';
    return key?.type === 'integer' || key?.type === 'slice' ? inner(parents, text) : undefined;
  }
  if (parent?.type === 'attribute' && childOf(parent, 'object')?.start === node.start) {
    return /^(get|items|keys|values)$/.test(slice(text, childOf(parent, 'attribute'))) ? 'object' : undefined;
  }
  const callee = grandparent?.type === 'call' ? slice(text, childOf(grandparent, 'function')) : '';
  if (parent?.type !== 'argument_list') return undefined;
  return OF_LISTS.test(callee) ? 'list' : OF_NUMBERS.test(callee) ? 'number' : undefined;
}

/** `x[0]["name"]` holds objects. */
const inner = ([subscript, ...above]: readonly PyNode[], text: string): Expected =>
  subscript !== undefined && directUse({ node: subscript, parents: above }, text) === 'object'
    ? 'objects'
    : 'list';

/** The second argument of `.get` says what is expected. */
function fallbackOf(node: PyNode, text: string): Expected | undefined {
  const fallback = node.type === 'call' ? argumentsOf(node)[1] : undefined;
  if (fallback === undefined) return undefined;
  const kinds: Readonly<Record<string, Expected>> = {
    list: 'list',
    dictionary: 'object',
    integer: 'number',
    float: 'number',
  };
  return kinds[fallback.type] ?? (slice(text, fallback).startsWith('-') ? 'number' : undefined);
}
