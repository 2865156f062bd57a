import type { Edit } from '../python/edits.js';
import { bindings, qualified } from '../facts/imports.js';
import { literalText } from '../facts/strings.js';
import { childOf, type PyNode } from '../python/tree.js';
import type { ModuleFacts } from '../types.js';
import { loadedEdit } from './loading.js';
import { isUse, type Naming, rewriteImport } from './imports.js';
import { newPlace, SNAKE_ATTRIBUTES, snakeField } from './names.js';

/** A place where the code was changed, for the report. */
export interface Change {
  /** Line in the original. */
  readonly line: number;
  readonly text: string;
}

export interface Rewritten {
  readonly edits: readonly Edit[];
  readonly changes: readonly Change[];
  /** Modules of the runtime that the code uses now: `mcpserver`. */
  readonly runtime: ReadonlySet<string>;
}

interface Work {
  readonly facts: ModuleFacts;
  readonly naming: Naming;
  readonly bound: ReadonlyMap<string, string>;
  readonly renamed: ReadonlyMap<string, string>;
  /** Attributes that the program gives to classes of its own. */
  readonly ownAttributes: ReadonlySet<string>;
  readonly edits: Edit[];
  readonly changes: Change[];
  /** Imports to add: `from x import y`. */
  readonly added: Set<string>;
}

/** Brings a module to the new place and to the libraries of today. What is not named here stays, byte for byte. */
export function rewriteModule(facts: ModuleFacts, naming: Naming): Rewritten {
  const imports = facts.imports.map((one) => rewriteImport(one, facts, naming));
  const work: Work = {
    facts,
    naming,
    bound: bindings(facts.imports),
    renamed: new Map(imports.flatMap(({ renamed }) => [...renamed])),
    ownAttributes: ownAttributes(facts),
    edits: imports.flatMap(({ edits }) => [...edits]),
    changes: imports.flatMap(({ notes }) => [...notes]),
    added: new Set(),
  };
  visit(facts.root, undefined, work);
  if (work.added.size > 0) {
    const at = afterHeader(facts);
    work.edits.push({ start: at, end: at, text: `${[...work.added].join('\n')}\n` });
  }
  const text = work.edits.map((edit) => edit.text).join('\n');
  const used = ['mcpserver', 'fastmcp', 'lowlevel'].filter((name) =>
    text.includes(`${naming.runtime}.${name}`),
  );
  return { edits: work.edits, changes: work.changes, runtime: new Set(used) };
}

/** Where the first statement after docstring and `from __future__` begins. */
export function afterHeader({ root, text }: ModuleFacts): number {
  const body = root.children.filter(({ type }) => type !== 'comment');
  const index = body.findIndex((node, i) => {
    if (node.type === 'future_import_statement') return false;
    return !(i === 0 && node.type === 'expression_statement' && node.children[0]?.type === 'string');
  });
  return index < 0 ? text.length : (body[index]?.start ?? text.length);
}

function visit(node: PyNode, parent: PyNode | undefined, work: Work): void {
  if (/^import_(from_)?statement$/.test(node.type)) return;
  if (node.type === 'attribute' && attribute(node, parent, work)) return;
  if (node.type === 'call') call(node, parent, work);
  const renamed = isUse(node, parent) ? work.renamed.get(slice(node, work)) : undefined;
  if (renamed !== undefined) work.edits.push({ start: node.start, end: node.end, text: renamed });
  for (const child of node.children) visit(child, node, work);
}

const slice = (node: PyNode, work: Work): string => work.facts.text.slice(node.start, node.end);

/** True when the whole chain was replaced. */
function attribute(node: PyNode, parent: PyNode | undefined, work: Work): boolean {
  const full = qualified(node, work.facts.text, work.bound);
  if (full !== undefined && /^(fast)?mcp\./.test(full)) {
    const at = full.lastIndexOf('.');
    const place = newPlace(full.slice(0, at), full.slice(at + 1), work.naming.runtime);
    if (place?.module.startsWith(work.naming.runtime) && parent?.type !== 'attribute') {
      replace(node, place.name, work);
      work.added.add(`from ${place.module} import ${place.name}`);
      return true;
    }
    if (place !== undefined && !place.module.startsWith(work.naming.runtime) && place.module !== 'builtins') {
      replace(node, `${place.module}.${place.name}`, work);
      return true;
    }
  }
  const name = childOf(node, 'attribute');
  const snake = name && SNAKE_ATTRIBUTES[slice(name, work)];
  if (name === undefined || snake === undefined || !usesSdk(work)) return false;
  if (!work.ownAttributes.has(slice(name, work))) replace(name, snake, work);
  return false;
}

const usesSdk = (work: Work): boolean => [...work.bound.values()].some((full) => /^mcp(\.|$)/.test(full));

function replace(node: PyNode, text: string, work: Work): void {
  work.changes.push({ line: node.line, text: `${slice(node, work)} → ${text}` });
  work.edits.push({ start: node.start, end: node.end, text });
}

const VERSION_OF = /^importlib\.metadata\.(version|metadata|distribution)$/;

function call(node: PyNode, parent: PyNode | undefined, work: Work): void {
  const callee = childOf(node, 'function');
  if (callee === undefined) return;
  const full = qualified(callee, work.facts.text, work.bound) ?? '';
  const loaded = loadedEdit(node, full || slice(callee, work), work.facts.text, work.naming.moved);
  if (loaded !== undefined) {
    work.edits.push(loaded);
    work.changes.push({ line: node.line, text: `a module that is loaded by its name: ${loaded.text}` });
  }
  if (/(^|\.)AnyUrl$/.test(full) && usesSdk(work) && isSdkUri(parent, work)) {
    work.edits.push({ start: node.start, end: node.start, text: 'str(' });
    work.edits.push({ start: node.end, end: node.end, text: ')' });
    work.changes.push({ line: node.line, text: 'URIs are texts in version 2 of the SDK: str(…)' });
  }
  if (VERSION_OF.test(full)) ownVersion(node, work);
  if (/^mcp\.(types\.)?[A-Z]\w*$/.test(full)) snakeKeywords(node, work);
}

/** `Tool(inputSchema=…)`: version 2 still takes these names, but only when the program runs. */
function snakeKeywords(node: PyNode, work: Work): void {
  for (const argument of childOf(node, 'arguments')?.children ?? []) {
    const name = argument.type === 'keyword_argument' ? childOf(argument, 'name') : undefined;
    const snake = name && snakeField(slice(name, work));
    if (name !== undefined && snake !== undefined) replace(name, snake, work);
  }
}

/** `uri=AnyUrl(…)`, and arguments of `send_resource_updated(…)`. */
function isSdkUri(parent: PyNode | undefined, work: Work): boolean {
  if (parent?.type === 'keyword_argument') {
    const name = childOf(parent, 'name');
    return name !== undefined && slice(name, work) === 'uri';
  }
  return (
    parent?.type === 'argument_list' &&
    work.facts.text.slice(0, parent.start).endsWith('send_resource_updated')
  );
}

/** A program that asks for the version of its own distribution must ask by the new name. */
function ownVersion(node: PyNode, work: Work): void {
  const args = childOf(node, 'arguments');
  const argument = args?.children.find(({ named }) => named);
  const { old, new: name } = work.naming.distribution;
  if (argument === undefined || old === undefined || literalText(argument, work.facts.text) !== old) return;
  replace(argument, JSON.stringify(name), work);
}

/** Attributes that the program sets itself, or declares in a class: not those of the SDK. */
function ownAttributes({ root, text }: ModuleFacts): Set<string> {
  const found = new Set<string>();
  const look = (node: PyNode): void => {
    if (node.type === 'assignment') {
      const left = childOf(node, 'left');
      const name = left?.type === 'attribute' ? childOf(left, 'attribute') : left;
      if (name?.type === 'identifier') found.add(text.slice(name.start, name.end));
    }
    node.children.forEach(look);
  };
  look(root);
  return found;
}
