import { importsOf } from '../facts/imports.js';
import { childOf, type PyNode } from '../python/tree.js';
import { above, attributesNamed, identifiersNamed, type Typing, textOf } from '../typing/module.js';
import { dotted, packageOfModule } from '../typing/reexports.js';
import { classNameOf } from './objects.js';
import { Kept, type Moving } from './work.js';

const SCOPE = /^(function_definition|class_definition|lambda|module)$/;

/** The function, class, lambda or module around a node. */
export const scopeOf = (node: PyNode, typing: Typing): PyNode => above(node, SCOPE, typing) ?? typing.root;

/** A place that a function is named at. */
export interface Reference {
  readonly typing: Typing;
  readonly node: PyNode;
}

/** What a place is looked for in. */
type Where = Pick<Moving, 'modules' | 'tests'>;

/** Every place that may mean a function: by its name where it can be seen, and methods by their name anywhere. */
export function referencesTo(definition: PyNode, typing: Typing, work: Where): Reference[] {
  const { modules } = work;
  const name = textOf(childOf(definition, 'name'), typing);
  const scope = scopeOf(definition, typing);
  if (scope.type === 'class_definition')
    return usesOfMethod(name, textOf(childOf(scope, 'name'), typing), work);
  const here = identifiers(name, scope, typing);
  if (scope.type !== 'module') return here;
  const elsewhere = modules.filter((one) => one !== typing).flatMap((one) => taken(name, typing, one));
  return [...here, ...elsewhere];
}

/** Methods of builtin types: what calls them may be anything. */
const COMMON =
  /^(get|set|add|pop|keys|values|items|update|append|extend|insert|remove|clear|copy|index|count|sort|join|split|strip|format|read|write|close|open|start|stop|run|send|encode|decode|load|loads|dump|dumps|search|match|find|replace|call|apply)$/;

export const isCommon = (name: string): boolean => COMMON.test(name);

/** Uses of a method. Objects of other classes are left out; a common name whose object nobody knows throws `Kept`. */
function usesOfMethod(name: string, owner: string, { modules, tests }: Where): Reference[] {
  const found: Reference[] = [];
  const owners = new Set([owner, ...modules.flatMap((one) => ownersOf(name, one))]);
  for (const one of modules) {
    for (const node of attributesNamed(name, one)) {
      const known = classNameOf(childOf(node, 'object'), one);
      if (known !== undefined && (isCommon(name) ? known !== owner : isForeign(known, owners))) continue;
      const called = one.parents.get(node)?.type === 'call' && node.field === 'function';
      if (known === undefined && isCommon(name) && one === tests && !called) continue;
      if (known === undefined && isCommon(name)) throw new Kept(`a method named ${name}`, one, node);
      found.push({ typing: one, node });
    }
  }
  return found;
}

/** Of a builtin type, or of a module of others; any class of the program may be one of those that have the method. */
const isForeign = (known: string, owners: ReadonlySet<string>): boolean =>
  /^(module|str|dict|list)$/.test(known) && !owners.has(known);

const ownersOf = (name: string, typing: Typing): string[] =>
  identifiersNamed(name, typing).flatMap((node) => {
    const definition = node.field === 'name' ? typing.parents.get(node) : undefined;
    const scope = definition?.type === 'function_definition' ? scopeOf(definition, typing) : undefined;
    return scope?.type === 'class_definition' ? [textOf(childOf(scope, 'name'), typing)] : [];
  });

/** Uses of a name below a node; not its definition, and no import. */
function identifiers(name: string, below: PyNode, typing: Typing): Reference[] {
  return identifiersNamed(name, typing)
    .filter(({ start, end }) => below.start <= start && end <= below.end)
    .filter((node) => isUse(node, typing))
    .map((node) => ({ typing, node }));
}

function isUse(node: PyNode, typing: Typing): boolean {
  const parent = typing.parents.get(node);
  if (parent?.type === 'attribute') return node.field === 'object';
  if (/^(function_definition|keyword_argument)$/.test(parent?.type ?? '')) return node.field !== 'name';
  return above(node, /^import_(from_)?statement$/, typing) === undefined;
}

/** Uses by another module than the one that binds a name at its top: `from .a import f`, `import a` and `from . import a` with `a.f`. */
export function taken(name: string, home: Typing, typing: Typing): Reference[] {
  const module = dotted(home.path);
  const found: Reference[] = [];
  const bound = ownBindings(typing);
  for (const [local, full] of bound) {
    if (full === `${module}.${name}`) found.push(...identifiers(local, typing.root, typing));
  }
  for (const node of attributesNamed(name, typing)) {
    const object = textOf(childOf(node, 'object'), typing);
    if (object === module || bound.get(object) === module) found.push({ typing, node });
  }
  return found;
}

/** Local name → full name, for relative imports as well. */
function ownBindings({ path, root, text }: Typing): Map<string, string> {
  const around = packageOfModule(path);
  const bound = new Map<string, string>();
  for (const { kind, level, module, names } of importsOf(root, text)) {
    const base = level === 0 ? [] : around.slice(0, around.length - level + 1);
    const from = [...base, ...(module === '' ? [] : [module])].join('.');
    for (const { name, alias } of names) {
      if (kind === 'from') bound.set(alias ?? name, `${from}.${name}`);
      else if (alias !== undefined) bound.set(alias, name);
    }
  }
  return bound;
}
