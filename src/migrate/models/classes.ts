/** Classes that are data alone: data classes, models, enums, typed dicts. They move where nothing that they do can change. */
import { qualified } from '../facts/imports.js';
import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import type { PyImport } from '../types.js';
import { type Typing, textOf } from '../typing/module.js';
import { importsOf } from '../facts/imports.js';
import { moduleNames, usedNames } from './scope.js';

export interface DataClass {
  readonly typing: Typing;
  readonly name: string;
  /** The class with its decorators. */
  readonly node: PyNode;
  /** Where the comment above it begins, or it itself. */
  readonly start: number;
}

/** A data class that moves, with the imports that it needs there: `from pydantic import Field`. */
export interface MovedClass extends DataClass {
  readonly imports: readonly string[];
  /** Other moved classes that must stand above it. */
  readonly needs: ReadonlySet<string>;
}

const BASES =
  /^(pydantic\.(BaseModel|RootModel)|(typing|typing_extensions)\.(TypedDict|NamedTuple)|enum\.(Enum|IntEnum|StrEnum|Flag|IntFlag))$/;
const DECORATORS = /^(dataclasses\.dataclass|pydantic\.dataclasses\.dataclass|enum\.unique)$/;
/** What values are made of. A class that holds anything else is no mere data. */
const VALUES =
  /^(typing|typing_extensions|dataclasses|enum|datetime|decimal|uuid|fractions|collections|pathlib|re|json|math|time|textwrap|pydantic|annotated_types|__future__)(\.|$)/;
/** What a class may call when it is loaded: it makes fields and values, and reads nothing. */
const PLAIN_CALLS =
  /^(frozenset|tuple|set|list|dict|str|int|float|bool|object|range|len|property|staticmethod|classmethod)$/;

/** Data classes at the top level of a module. */
export function dataClasses(typing: Typing): DataClass[] {
  const names = new Set<string>();
  return typing.root.children.flatMap((node) => {
    const definition = node.type === 'decorated_definition' ? childOf(node, 'definition') : node;
    if (definition?.type !== 'class_definition' || !isData(node, definition, names, typing)) return [];
    const name = textOf(childOf(definition, 'name'), typing);
    names.add(name);
    return [{ typing, name, node, start: commentStart(node, typing) }];
  });
}

function isData(node: PyNode, definition: PyNode, known: ReadonlySet<string>, typing: Typing): boolean {
  const full = (one: PyNode): string => qualified(one, typing.text, typing.bound) ?? '';
  const decorated = node.children
    .filter(({ type }) => type === 'decorator')
    .flatMap(({ children }) => children.filter(({ named }) => named).slice(0, 1))
    .some((one) => DECORATORS.test(full(one.type === 'call' ? (childOf(one, 'function') ?? one) : one)));
  const bases = (childrenOf(definition, 'superclasses')[0]?.children ?? []).filter(({ named }) => named);
  return decorated || bases.some((one) => BASES.test(full(one)) || known.has(textOf(one, typing)));
}

/** Comments right above a class belong to it. */
function commentStart(node: PyNode, { root, text }: Typing): number {
  let start = node.start;
  for (let i = root.children.indexOf(node) - 1; i >= 0; i--) {
    const above = root.children[i];
    if (above?.type !== 'comment' || !/^[ \t]*\r?\n[ \t]*$/.test(text.slice(above.end, start))) break;
    if (!/(^|\n)[ \t]*$/.test(text.slice(0, above.start))) break;
    start = above.start;
  }
  return start;
}

/** Why a class stays where it is, or what it takes along. `moving` are the names of all that might move. */
export function moveOf(
  { typing, name, node, start }: DataClass,
  moving: ReadonlyMap<string, string>,
): MovedClass | string {
  const late = lateCall(node, typing);
  if (late !== undefined) return `${late}() is called when it is loaded`;
  const own = moduleNames(typing);
  const imports: string[] = [];
  const needs = new Set<string>();
  const statements = importsOf(typing.root, typing.text);
  for (const used of usedNames(node, typing)) {
    if (!own.has(used) || used === name) continue;
    const found = importOf(used, statements);
    const here = found === undefined ? typing.path : undefined;
    if (moving.has(used) && (moving.get(used) === here || (found !== undefined && isOwn(found))))
      needs.add(used);
    else {
      if (found === undefined) return `it uses ${used} of its module`;
      const module = found.kind === 'from' ? found.module : used;
      if (found.level > 0 || !VALUES.test(module)) return `it uses ${used}, which is no mere value`;
      imports.push(statementOf(used, found));
    }
  }
  return { typing, name, node, start, imports, needs };
}

/** Of the program itself. */
const isOwn = ({ level, module }: PyImport): boolean => level > 0 || module.startsWith('mcp_');

const importOf = (used: string, statements: readonly PyImport[]): PyImport | undefined =>
  statements.find(
    ({ names, optional }) =>
      !optional && names.some(({ name, alias }) => (alias ?? name.split('.')[0]) === used),
  );

function statementOf(used: string, { kind, module, names }: PyImport): string {
  const found = names.find(({ name, alias }) => (alias ?? name.split('.')[0]) === used);
  const text = `${found?.name ?? used}${found?.alias === undefined ? '' : ` as ${found.alias}`}`;
  return kind === 'from' ? `from ${module} import ${text}` : `import ${text}`;
}

/** A call in the body of a class itself that may look at the world: the environment may be another one earlier. */
function lateCall(node: PyNode, typing: Typing): string | undefined {
  const visit = (one: PyNode): string | undefined => {
    if (one.type === 'block' && typing.parents.get(one)?.type === 'function_definition') return undefined;
    const callee = one.type === 'call' ? childOf(one, 'function') : undefined;
    if (callee !== undefined) {
      const full = qualified(callee, typing.text, typing.bound) ?? textOf(callee, typing);
      if (!VALUES.test(full) && !PLAIN_CALLS.test(full)) return textOf(callee, typing);
    }
    for (const child of one.children) {
      const found = visit(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(node);
}

/** Names of a class's module that are used outside of the classes that move. */
export function remainingUses(typing: Typing, moved: readonly DataClass[]): Set<string> {
  const inside = moved.filter((one) => one.typing === typing);
  const names = new Set<string>();
  for (const child of typing.root.children) {
    if (inside.some(({ node }) => node === child) || /^import_/.test(child.type)) continue;
    for (const one of walk(child)) if (one.type === 'identifier') names.add(textOf(one, typing));
    for (const used of usedNames(child, typing)) names.add(used);
  }
  return names;
}
