import type { Lint } from '../../format/workspace.js';
import { lineStarts } from '../polish.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, type Typing, textOf } from '../typing/module.js';
import { namedDefault } from './defaults.js';
import { undefinedName, unread, unusedTarget } from './unused.js';

/** Mends of findings that the linter has no fix for, or none that keeps what a program does. */
export type LintMend = (node: PyNode, typing: Typing, lint: Lint) => Edit[];

const replace = (node: PyNode, text: string): Edit => ({ start: node.start, end: node.end, text });
const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** B904: an error that is raised while another is handled says which: `raise X from error`. */
const raised: LintMend = (node, typing) => {
  const statement = node.type === 'raise_statement' ? node : above(node, /^raise_statement$/, typing);
  const clause = statement && above(statement, /^(except_clause|function_definition)$/, typing);
  if (statement === undefined || clause?.type !== 'except_clause') return [];
  const pattern = childOf(clause, 'value');
  const alias = pattern?.type === 'as_pattern' ? childOf(pattern, 'alias') : undefined;
  if (alias !== undefined) return [insert(statement.end, ` from ${textOf(alias, typing)}`)];
  return [insert(statement.end, ' from None')];
};

/** E722: a bare `except:` catches everything, and says so. */
const bare: LintMend = (node, typing) => {
  const clause = node.type === 'except_clause' ? node : above(node, /^except_clause$/, typing);
  const word = clause?.children.find(({ type }) => type === 'except');
  return word === undefined ? [] : [insert(word.end, ' BaseException')];
};

/** F401: an import that may do something by itself stays, and is marked as meant. */
const imported: LintMend = (found, typing) => {
  const above = typing.parents.get(found);
  const node = above?.type === 'dotted_name' ? above : found;
  const written = textOf(node, typing);
  if (!/^\w+$/.test(written)) return [];
  const parent = typing.parents.get(node);
  if (!/^import_(from_)?statement$/.test(parent?.type ?? '')) return [];
  return [insert(node.end, ` as ${written}`)];
};

/** UP042: `StrEnum`, printed as the class that it replaces was. */
const textEnum: LintMend = (node, typing) => {
  const definition = node.type === 'class_definition' ? node : above(node, /^class_definition$/, typing);
  const bases = definition && childOf(definition, 'superclasses');
  const block = definition && childOf(definition, 'body');
  if (bases === undefined || block === undefined) return [];
  const names = bases.children.filter(({ named }) => named);
  const base = names.find((one) => /(^|\.)Enum$/.test(textOf(one, typing)));
  if (base === undefined || names.length !== 2) return [];
  const full = textOf(base, typing);
  const last = block.children.filter(({ named }) => named).at(-1) ?? block;
  const methods =
    `\n\n    def __str__(self) -> str:\n        return ${full}.__str__(self)` +
    `\n\n    def __format__(self, format_spec: str) -> str:\n        return ${full}.__format__(self, format_spec)\n`;
  return [replace(bases, `(${full.replace(/Enum$/, 'StrEnum')})`), insert(last.end, methods)];
};

/** W291, W293: a space at the end of a line within a text is written as what it is. */
const endOfLine: LintMend = (node, typing, { end_location: { row } }) => {
  const string = node.type === 'string' ? node : above(node, /^string$/, typing);
  const end = (lineStarts(typing.text)[row] ?? typing.text.length + 1) - 1;
  const last = typing.text[end - 1];
  const isRaw = /^\w*r/i.test(textOf(string, typing));
  const parent = string && typing.parents.get(string);
  // The formatter has its own way with docstrings.
  if (string === undefined || parent?.type === 'expression_statement' || isRaw) return [];
  if (end >= string.end || (last !== ' ' && last !== '\t')) return [];
  return [{ start: end - 1, end, text: last === ' ' ? '\\x20' : '\\t' }];
};

export const LINT_MENDS: Readonly<Record<string, LintMend>> = {
  B904: raised,
  E722: bare,
  F401: imported,
  F841: unread,
  F821: undefinedName,
  B006: namedDefault,
  B007: unusedTarget,
  UP042: textEnum,
  W291: endOfLine,
  W293: endOfLine,
};

/** The smallest named node that begins at a place, or around it. */
export function nodeFrom(start: number, typing: Typing): PyNode | undefined {
  let found: PyNode | undefined;
  for (const node of walk(typing.root)) {
    if (!node.named || /^(module|block|expression_statement)$/.test(node.type)) continue;
    if (node.start <= start && node.end > start) found = node;
  }
  return found;
}
