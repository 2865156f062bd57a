/** E402: what a module does before it imports others of the program goes to a module of its own, which it imports first. */
import { importsOf } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { dotted, packageOfModule, takenNames } from '../typing/reexports.js';
import type { PyImport } from '../types.js';
import { headEnd, isImport } from './late-imports.js';

export interface Preamble {
  readonly edits: readonly Edit[];
  /** The new module. */
  readonly path: string;
  readonly text: string;
}

interface Parts {
  /** Imports that stand first. */
  readonly head: readonly PyImport[];
  /** What is done then, with its comments. */
  readonly before: readonly PyNode[];
  /** Imports below it. */
  readonly late: readonly PyImport[];
  readonly rest: readonly PyNode[];
}

/** What would mean something else in another module, or is what the module is there for. */
const OF_ITS_MODULE = /__\w+__|\b(globals|locals|FastMCP|MCPServer|Server)\(|\bglobal |^@/m;

/** Undefined where it may not move, or would not be imported first. */
export function preambleOf(typing: Typing, modules: readonly Typing[]): Preamble | undefined {
  const parts = partsOf(typing);
  const module = moduleBefore(typing);
  const path = `src/${module.replaceAll('.', '/')}.py`;
  if (parts === undefined || modules.some((one) => one.path === path) || !isApart(parts, typing))
    return undefined;
  const program = module.split('.')[0] ?? '';
  const comesFirst =
    parts.head.every((one) => one.level === 0 && !topsOf(one).includes(program)) &&
    parts.late.every((one) => one.level > 0 || (topsOf(one).includes(program) && one.module > module));
  if (!comesFirst) return undefined;
  const [from, to] = [parts.before[0]?.start ?? 0, parts.before.at(-1)?.end ?? 0];
  const defined = parts.before.flatMap((node) => namesOf(node, typing));
  const [above, name] = [packageOfModule(typing.path).join('.'), module.split('.').at(-1) ?? ''];
  const taken =
    defined.length === 0
      ? `from ${above} import ${name} as ${name}`
      : `from ${module} import ${defined.map((one) => `${one} as ${one}`).join(', ')}`;
  const used = namesIn(parts.before, typing);
  const copied = parts.head.flatMap((one) => written(one, (local) => used.has(local)));
  const about = '"""What is done before the other modules of this program are loaded."""';
  return {
    path,
    text: [about, copied.join('\n'), typing.text.slice(from, to)].filter(Boolean).join('\n\n').concat('\n'),
    edits: [...leftHead(parts, used, typing, modules), { start: from, end: to, text: taken }],
  };
}

/** `mcp_x._before` for a package, `mcp_x._before_server` for a module. */
function moduleBefore({ path }: Typing): string {
  const stem = path.endsWith('/__init__.py') ? '' : `_${dotted(path).split('.').at(-1)}`;
  return [...packageOfModule(path), `_before${stem}`].join('.');
}

function partsOf(typing: Typing): Parts | undefined {
  const all = typing.root.children;
  const body = all.filter(({ type }) => type !== 'comment');
  const imports = new Map(importsOf(typing.root, typing.text).map((one) => [one.node, one]));
  const found = headEnd(body);
  const late = body.findIndex((node, at) => at > (found?.index ?? body.length) && isImport(node));
  const [first, start] = [body[late], found?.end ?? 0];
  if (found === undefined || first === undefined) return undefined;
  const end = body.findIndex((node, at) => at > late && !isImport(node));
  const rest = end < 0 ? [] : body.slice(end);
  const importsIn = (nodes: readonly PyNode[]): PyImport[] =>
    nodes.flatMap((node) => imports.get(node) ?? []);
  return {
    head: importsIn(body.slice(0, found.index + 1)),
    before: all.filter((node) => node.start >= start && node.end <= first.start),
    late: importsIn(body.slice(late, end < 0 ? undefined : end)),
    // An import further down would still be late.
    rest: rest.some(isImport) ? [typing.root] : rest,
  };
}

/** It neither uses nor changes what is made after it. */
function isApart({ before, rest, late }: Parts, typing: Typing): boolean {
  const made = new Set([
    ...rest.flatMap((node) => [...walk(node)].flatMap((one) => namesOf(one, typing))),
    ...late.flatMap(({ names }) => names.map(({ name, alias }) => alias ?? name)),
  ]);
  const names = [...namesIn(before, typing), ...before.flatMap((node) => namesOf(node, typing))];
  const text = before.map((node) => textOf(node, typing)).join('\n');
  return (
    before.length > 0 &&
    rest[0] !== typing.root &&
    !names.some((one) => made.has(one)) &&
    !OF_ITS_MODULE.test(text)
  );
}

/** Names that a statement binds. */
function namesOf(node: PyNode, typing: Typing): string[] {
  if (/^(function|class)_definition$/.test(node.type)) return [textOf(childOf(node, 'name'), typing)];
  const inner = node.type === 'expression_statement' ? node.children[0] : undefined;
  const left = inner?.type === 'assignment' ? childOf(inner, 'left') : undefined;
  return left === undefined ? [] : [...namesIn([left], typing)];
}

const namesIn = (nodes: readonly PyNode[], typing: Typing): Set<string> =>
  new Set(
    nodes.flatMap((node) =>
      [...walk(node)].filter(({ type }) => type === 'identifier').map((one) => textOf(one, typing)),
    ),
  );

const topsOf = ({ kind, module, names }: PyImport): string[] =>
  (kind === 'from' ? [module] : names.map(({ name }) => name)).map((name) => name.split('.')[0] ?? '');

/** An import again, with those of its names that are wanted. */
function written({ kind, level, module, names }: PyImport, isWanted: (local: string) => boolean): string[] {
  const wanted = names.filter(({ name, alias }) => isWanted(alias ?? name.split('.')[0] ?? name));
  if (wanted.length === 0) return [];
  const list = wanted
    .map(({ name, alias }) => (alias === undefined ? name : `${name} as ${alias}`))
    .join(', ');
  return [kind === 'from' ? `from ${'.'.repeat(level)}${module} import ${list}` : `import ${list}`];
}

/** The first imports without those that only what moved has used. */
function leftHead(
  { head, rest }: Parts,
  used: ReadonlySet<string>,
  typing: Typing,
  modules: readonly Typing[],
): Edit[] {
  const others = new Set([...namesIn(rest, typing), ...(takenNames(modules).get(dotted(typing.path)) ?? [])]);
  return head.flatMap((one) => {
    const stays = (local: string): boolean => others.has(local) || !used.has(local);
    const text = written(one, stays).join('\n');
    const isWhole = one.names.every(({ name, alias }) => stays(alias ?? name.split('.')[0] ?? name));
    return isWhole ? [] : [{ start: one.node.start, end: one.node.end, text }];
  });
}
