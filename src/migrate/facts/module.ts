import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import type { EnvFact, ModuleFacts, OfferFact, ServerFact, ServerStyle } from '../types.js';
import { bindings, importsOf, qualified } from './imports.js';
import { SERVER_CLASSES } from './sdk.js';
import { literalText } from './strings.js';

/** What a module says of servers, tools, settings and its start. */
export function moduleFacts(path: string, text: string, root: PyNode): ModuleFacts {
  const imports = importsOf(root, text);
  const bound = bindings(imports);
  const main = root.children.find((node) => isMain(node, text));
  const servers = serversIn(root, text, (callee) => SERVER_CLASSES[qualified(callee, text, bound) ?? '']);
  const bareRun = root.children.find((node) => runsServer(node, text, servers));
  return {
    path,
    text,
    root,
    imports,
    servers,
    offers: [...decorated(root, text), ...listed(root, text, bound)],
    env: envIn(root, text, bound),
    names: topNames(root, text, imports),
    ...(main === undefined ? {} : { main }),
    ...(bareRun === undefined ? {} : { bareRun }),
  };
}

const slice = (text: string, node: PyNode | undefined): string =>
  node === undefined ? '' : text.slice(node.start, node.end);

function isMain(node: PyNode, text: string): boolean {
  if (node.type !== 'if_statement' || childOf(node, 'alternative') !== undefined) return false;
  const condition = slice(text, childOf(node, 'condition'));
  return /^\(?\s*(__name__\s*==\s*(['"])__main__\2|(['"])__main__\3\s*==\s*__name__)\s*\)?$/.test(condition);
}

function runsServer(node: PyNode, text: string, servers: readonly ServerFact[]): boolean {
  const call = node.type === 'expression_statement' ? node.children[0] : undefined;
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined;
  return servers.some(({ variable }) => variable !== undefined && slice(text, callee) === `${variable}.run`);
}

/** Calls that make a server, by what is called. */
export function serversIn(
  root: PyNode,
  text: string,
  styleOf: (callee: PyNode) => ServerStyle | undefined,
): ServerFact[] {
  const found: ServerFact[] = [];
  const visit = (node: PyNode, parent: PyNode | undefined, topLevel: boolean): void => {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
    const style = callee && styleOf(callee);
    if (style !== undefined) {
      const left = parent?.type === 'assignment' ? childOf(parent, 'left') : undefined;
      const variable = left?.type === 'identifier' ? { variable: slice(text, left) } : {};
      found.push({ style, call: node, ...variable, topLevel });
    }
    const inner = /^(function_definition|class_definition|lambda)$/.test(node.type);
    for (const child of node.children) visit(child, node, topLevel && !inner);
  };
  visit(root, undefined, true);
  return found;
}

/** Functions under `@x.tool()`, `@x.resource(…)`, `@x.prompt`. */
function decorated(root: PyNode, text: string): OfferFact[] {
  const found: OfferFact[] = [];
  for (const node of walk(root)) {
    if (node.type !== 'decorated_definition') continue;
    const definition = childOf(node, 'definition');
    for (const decorator of node.children.filter(({ type }) => type === 'decorator')) {
      const offer = definition === undefined ? undefined : offered(decorator, definition, text);
      if (offer !== undefined) found.push(offer);
    }
  }
  return found;
}

function offered(decorator: PyNode, definition: PyNode, text: string): OfferFact | undefined {
  const expression = decorator.children.find(({ named }) => named);
  const callee = expression?.type === 'call' ? childOf(expression, 'function') : expression;
  const kind = callee?.type === 'attribute' ? slice(text, childOf(callee, 'attribute')) : '';
  if (kind !== 'tool' && kind !== 'resource' && kind !== 'prompt') return undefined;
  const args = expression?.type === 'call' ? childOf(expression, 'arguments') : undefined;
  const given = keywordText(args, 'name', text) ?? positionalText(args, text);
  const name = given ?? slice(text, childOf(definition, 'name'));
  const description = keywordText(args, 'description', text) ?? docstring(definition, text);
  return { kind, name, description, line: definition.line };
}

/** `Tool(name="x", description="…")` of low-level servers. */
function listed(root: PyNode, text: string, bound: ReadonlyMap<string, string>): OfferFact[] {
  const found: OfferFact[] = [];
  for (const node of walk(root)) {
    const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
    const name = callee && qualified(callee, text, bound);
    if (name !== 'mcp.types.Tool' && name !== 'mcp.Tool') continue;
    const args = childOf(node, 'arguments');
    const given = keywordText(args, 'name', text);
    if (given === undefined) continue;
    const description = keywordText(args, 'description', text) ?? '';
    found.push({ kind: 'tool', name: given, description, line: node.line });
  }
  return found;
}

function keywordText(args: PyNode | undefined, key: string, text: string): string | undefined {
  const found = args?.children.find(
    (node) => node.type === 'keyword_argument' && slice(text, childOf(node, 'name')) === key,
  );
  const value = found && childOf(found, 'value');
  return value && literalText(value, text);
}

function positionalText(args: PyNode | undefined, text: string): string | undefined {
  const first = args?.children.find(({ named, type }) => named && type !== 'comment');
  return first && literalText(first, text);
}

function docstring(definition: PyNode, text: string): string {
  const body = childOf(definition, 'body')?.children.find(({ named, type }) => named && type !== 'comment');
  const first = body?.type === 'expression_statement' ? body.children[0] : undefined;
  return (first && literalText(first, text)) ?? '';
}

const READERS = new Set(['os.getenv', 'os.environ.get', 'os.environ.pop', 'os.environ.setdefault']);

function envIn(root: PyNode, text: string, bound: ReadonlyMap<string, string>): EnvFact[] {
  const found = new Map<string, EnvFact>();
  for (const node of walk(root)) {
    const fact = envRead(node, text, bound);
    if (fact !== undefined && !found.has(fact.name)) found.set(fact.name, fact);
  }
  return [...found.values()].filter(({ name }) => /^[A-Z_][A-Z0-9_]*$/i.test(name));
}

function envRead(node: PyNode, text: string, bound: ReadonlyMap<string, string>): EnvFact | undefined {
  if (node.type === 'subscript') {
    const value = childOf(node, 'value');
    if (value === undefined || qualified(value, text, bound) !== 'os.environ') return undefined;
    const [key] = childrenOf(node, 'subscript');
    const name = key && literalText(key, text);
    return name === undefined ? undefined : { name, line: node.line, required: true };
  }
  const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
  if (callee === undefined || !READERS.has(qualified(callee, text, bound) ?? '')) return undefined;
  const args = childOf(node, 'arguments');
  const name = positionalText(args, text);
  const [, fallback] = args?.children.filter(({ named, type }) => named && type !== 'comment') ?? [];
  // An empty default is none: programs look at it and refuse to start.
  const required = fallback === undefined || /^(None|''|"")$/.test(slice(text, fallback));
  return name === undefined ? undefined : { name, line: node.line, required };
}

function topNames(root: PyNode, text: string, imports: ModuleFacts['imports']): Set<string> {
  const names = new Set(
    imports.flatMap(({ names: list }) => list.map(({ name, alias }) => alias ?? name.split('.')[0] ?? name)),
  );
  for (const node of root.children) {
    const definition = node.type === 'decorated_definition' ? childOf(node, 'definition') : node;
    if (/^(function|class)_definition$/.test(definition?.type ?? '') && definition !== undefined) {
      names.add(slice(text, childOf(definition, 'name')));
    }
    const assignment = node.type === 'expression_statement' ? node.children[0] : undefined;
    const left = assignment?.type === 'assignment' ? childOf(assignment, 'left') : undefined;
    if (left?.type === 'identifier') names.add(slice(text, left));
  }
  return names;
}
