import { childOf, type PyNode, walk } from '../python/tree.js';
import type { ModuleFacts, ServerStyle } from '../types.js';
import { bindings, qualified } from './imports.js';
import { serversIn } from './module.js';
import { SERVER_CLASSES } from './sdk.js';

/** Server classes that a program derives itself: by name, with what they are in the end. */
type Derived = Map<string, ServerStyle>;

/** Adds the servers that are made of a program's own classes: `class Careful(FastMCP): …`, then `mcp = Careful("x")`. */
export function withOwnServers(modules: ReadonlyMap<string, ModuleFacts>): Map<string, ModuleFacts> {
  const derived = derivedClasses([...modules.values()]);
  if (derived.size === 0) return new Map(modules);
  const packages = new Set([...modules.keys()].flatMap((path) => path.replace(/\.py$/, '').split('/')));
  return new Map(
    [...modules].map(([path, facts]) => {
      const visible = visibleIn(facts, derived, packages);
      const made = serversIn(facts.root, facts.text, (callee) =>
        callee.type === 'identifier' ? visible.get(textOf(callee, facts)) : undefined,
      ).filter(({ call }) => !facts.servers.some((known) => known.call === call));
      return [path, { ...facts, servers: [...facts.servers, ...made] }];
    }),
  );
}

const textOf = (node: PyNode, { text }: ModuleFacts): string => text.slice(node.start, node.end);

/** Classes are derived from each other, so it is looked again until nothing is new. */
function derivedClasses(modules: readonly ModuleFacts[]): Derived {
  const classes = modules.flatMap((facts) => {
    const bound = bindings(facts.imports);
    return [...walk(facts.root)]
      .filter(({ type }) => type === 'class_definition')
      .map((node) => ({ facts, bound, node, bases: basesOf(node) }));
  });
  const derived: Derived = new Map();
  for (let before = -1; before < derived.size; ) {
    before = derived.size;
    for (const { facts, bound, node, bases } of classes) {
      const name = childOf(node, 'name');
      const styles = bases.map(
        (base) =>
          SERVER_CLASSES[qualified(base, facts.text, bound) ?? ''] ?? derived.get(textOf(base, facts)),
      );
      const style = styles.find((one) => one !== undefined);
      if (name !== undefined && style !== undefined) derived.set(textOf(name, facts), style);
    }
  }
  return derived;
}

/** `A` and `B` of `class X(A[T], B, metaclass=M)`. */
const basesOf = (node: PyNode): PyNode[] =>
  (childOf(node, 'superclasses')?.children ?? []).flatMap((one) => {
    const base = one.type === 'subscript' ? childOf(one, 'value') : one;
    return base !== undefined && /^(identifier|attribute)$/.test(base.type) ? [base] : [];
  });

/** The derived classes that a module defines, or takes from a module of the program. */
function visibleIn(
  { imports, names }: ModuleFacts,
  derived: Derived,
  packages: ReadonlySet<string>,
): Map<string, ServerStyle> {
  const visible = new Map([...derived].filter(([name]) => names.has(name)));
  for (const { kind, level, module, names: taken } of imports) {
    const own = kind === 'from' && (level > 0 || packages.has(module.split('.')[0] ?? ''));
    for (const { name, alias } of taken) {
      const style = derived.get(name);
      if (own && style !== undefined) visible.set(alias ?? name, style);
      else visible.delete(alias ?? name);
    }
  }
  return visible;
}
