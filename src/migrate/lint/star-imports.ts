import { importsOf } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { dotted, packageOfModule, takenNames } from '../typing/reexports.js';

/**
 * F403: `from .a import *` names what `a` defines, and what of it others take from here. A module that takes everything from
 * others itself, and one that is no part of the program, stay as they are.
 */
export function starEdits(typing: Typing, modules: readonly Typing[]): Edit[] {
  const taken = takenNames(modules).get(dotted(typing.path)) ?? new Set<string>();
  const around = packageOfModule(typing.path);
  const later = new Set<string>();
  // A name that several of them bring is that of the last.
  return importsOf(typing.root, typing.text)
    .toReversed()
    .flatMap((one) => {
      const star = one.names.find(({ name }) => name === '*');
      if (one.kind !== 'from' || star === undefined) return [];
      const full = fullName(one, around);
      const source = modules.find(({ path }) => dotted(path) === full);
      const all = source === undefined ? undefined : publicNames(source, taken, typing);
      const names = all?.filter((name) => !later.has(name)) ?? [];
      for (const name of names) later.add(name);
      if (names.length === 0) return [];
      const list = names.map((name) => `${name} as ${name}`).join(', ');
      return [{ start: star.node.start, end: star.node.end, text: list }];
    });
}

/** The module that is imported from; `around` is the package of the one that imports. */
function fullName({ level, module }: { level: number; module: string }, around: readonly string[]): string {
  const base = level === 0 ? [] : around.slice(0, around.length - level + 1);
  return [...base, ...(module === '' ? [] : [module])].join('.');
}

/** In the order of the text; undefined where they cannot be known. */
function publicNames(
  source: Typing,
  taken: ReadonlySet<string>,
  { path, text }: Typing,
): readonly string[] | undefined {
  const around = packageOfModule(source.path);
  // What a module takes from here it does not bring: another one must have, before that one is loaded.
  const imports = importsOf(source.root, source.text)
    .filter((one) => one.kind !== 'from' || fullName(one, around) !== dotted(path))
    .flatMap(({ names }) => names);
  if (imports.some(({ name }) => name === '*') || /^__all__\b/m.test(source.text)) return undefined;
  const defined = source.root.children.flatMap((node) => definedName(node, source));
  const used = imports
    .map(({ name, alias }) => alias ?? name)
    .filter((name) => taken.has(name) || new RegExp(`\\b${name}\\b`).test(text));
  return [...new Set([...defined, ...used])].filter((name) => /^[A-Za-z]\w*$/.test(name));
}

function definedName(node: PyNode, typing: Typing): string[] {
  if (/^(function|class)_definition$/.test(node.type)) return [textOf(childOf(node, 'name'), typing)];
  if (node.type === 'decorated_definition') {
    const inner = childOf(node, 'definition');
    return inner === undefined ? [] : definedName(inner, typing);
  }
  const inner = node.type === 'expression_statement' ? node.children[0] : undefined;
  const left = inner?.type === 'assignment' ? childOf(inner, 'left') : undefined;
  return left?.type === 'identifier' ? [textOf(left, typing)] : [];
}
