import { childOf, childrenOf, type PyNode } from './python/tree.js';
import { type Edit, lineUpTo } from './python/edits.js';
import type { Declared } from './dependencies.js';
import type { CarriedModule, Layout } from './layout.js';
import { afterHeader } from './rewrite/module.js';

/** How the original is started, in words of the new project. */
export type Start =
  | { readonly kind: 'function'; readonly module: string; readonly name: string }
  /** The `if __name__ == "__main__":` block of the server's own module. */
  | { readonly kind: 'block' }
  | { readonly kind: 'module'; readonly module: string }
  /** Nothing starts it: the server object is run. */
  | { readonly kind: 'server'; readonly variable: string };

/** The original's own way: its console script, its `__main__`, its main block, or just its server. */
export function chooseStart(layout: Layout, declared: Declared): Start | undefined {
  const { server, modules } = layout;
  const byOldName = new Map(modules.map((one) => [one.oldName, one]));
  for (const script of declared.scripts) {
    const [module = '', name = ''] = script.split(':');
    const target = byOldName.get(module.trim()) ?? byOldName.get(module.trim().replace(/^src\./, ''));
    if (target?.facts.names.has(name.trim())) {
      return { kind: 'function', module: target.newName, name: name.trim() };
    }
  }
  const dunder = modules.find(({ to }) => /^src\/[^/]+\/__main__\.py$/.test(to));
  if (dunder !== undefined && dunder !== server) return { kind: 'module', module: dunder.newName };
  if (server.facts.main !== undefined || server.facts.bareRun !== undefined) return { kind: 'block' };
  const other = modules.find(({ facts }) => facts.main !== undefined && importsServer(facts.imports, server));
  if (other !== undefined) return { kind: 'module', module: other.newName };
  if (server.facts.names.has('main')) return { kind: 'function', module: server.newName, name: 'main' };
  const variable = server.facts.servers.find(
    ({ topLevel, variable: name }) => topLevel && name !== undefined,
  )?.variable;
  return variable === undefined ? undefined : { kind: 'server', variable };
}

function importsServer(imports: CarriedModule['facts']['imports'], server: CarriedModule): boolean {
  const last = server.oldName.split('.').at(-1);
  return imports.some(
    ({ module, names }) =>
      module.split('.').at(-1) === last || names.some(({ name }) => name.split('.').at(-1) === last),
  );
}

export interface EntryNames {
  readonly program: string;
  readonly runtime: string;
}

/** A free name like `wish`. */
const free = (wish: string, taken: ReadonlySet<string>): string =>
  taken.has(wish) ? free(`${wish}_`, taken) : wish;

/** The end of `server.py`: the app for uvicorn, and the start with a choice of transport. */
export function entryEdits(module: CarriedModule, start: Start, layout: Layout, names: EntryNames): Edit[] {
  const { facts } = module;
  const serving = free('serving', facts.names);
  const run = free('run_server', facts.names);
  const block = facts.main;
  const begin = free('start', new Set([...facts.names, run]));
  const edits: Edit[] = [];
  const at = afterHeader(facts);
  const imported = `from ${names.runtime} import serving${serving === 'serving' ? '' : ` as ${serving}`}\n`;
  edits.push({ start: at, end: at, text: imported });
  if (block !== undefined) edits.push(...blockEdits(block, facts.text, start.kind === 'block' ? begin : ''));
  else if (facts.bareRun !== undefined) {
    const text = `def ${begin}() -> None:\n    """Start as the script did."""\n    `;
    edits.push({ start: facts.bareRun.start, end: facts.bareRun.start, text });
  }
  const app = appLine(module, layout);
  const made = app === '' && !facts.names.has('app') ? hostedApp(serving, run) : '';
  const body = startBody(start, serving, begin, names);
  const end = facts.text.length;
  const text = `${facts.text.endsWith('\n') ? '' : '\n'}\n\n${app}def ${run}() -> None:
    """Start the server over stdio, or over HTTP with --http."""
${body}


${made}if __name__ == "__main__":
    ${run}()
`;
  edits.push({ start: end, end, text });
  return edits;
}

/** `app = mcp`, where the server is made when the module is loaded and the name is free. */
function appLine({ facts }: CarriedModule, layout: Layout): string {
  const made = layout.server.facts.servers.find(
    ({ topLevel, variable }) => topLevel && variable !== undefined,
  );
  if (made?.variable === undefined || facts.names.has('app') || !facts.names.has(made.variable)) return '';
  return `app = ${made.variable}\n\n\n`;
}

/** The app of a server that is made when the program is started. */
export const hostedApp = (serving: string, run: string): string => `app = ${serving}.app_of(${run})\n\n`;

function startBody(start: Start, serving: string, begin: string, { program }: EntryNames): string {
  const name = JSON.stringify(program);
  switch (start.kind) {
    case 'block':
      return `    ${serving}.run(${begin}, ${name})`;
    case 'server':
      return `    ${serving}.run(${start.variable}.run, ${name})`;
    case 'function':
      return `    from ${start.module} import ${start.name} as begin\n\n    ${serving}.run(begin, ${name})`;
    case 'module':
      return `    ${serving}.run_module(${JSON.stringify(start.module)}, ${name})`;
    default:
      return start satisfies never;
  }
}

/**
 * Makes a function of the main block; its names stay those of the module. With an empty name the block is taken out: the console
 * script starts the server in another way.
 */
function blockEdits(block: PyNode, text: string, name: string): Edit[] {
  if (name === '') return [{ start: block.start, end: block.end, text: '' }];
  const body = childOf(block, 'consequence');
  if (body === undefined) return [];
  const assigned = [...new Set(assignedNames(body, text))].filter((one) => one !== name);
  const head = `def ${name}() -> None:\n    """Start as the script did."""\n`;
  const globals = assigned.length === 0 ? '' : `    global ${assigned.join(', ')}\n`;
  const indent = lineUpTo(body.start, text);
  const oneLine = !/^\s+$/.test(indent) || indent === '';
  if (oneLine) return [{ start: block.start, end: body.start, text: `${head}${globals}    ` }];
  const own = (line: string): string => line.replaceAll('\n    ', `\n${indent}`);
  return [{ start: block.start, end: body.start, text: `${own(head + globals)}${indent}` }];
}

function assignedNames(node: PyNode, text: string): string[] {
  if (/^(function_definition|class_definition|lambda)$/.test(node.type)) {
    const name = node.type === 'lambda' ? undefined : childOf(node, 'name');
    return name === undefined ? [] : [text.slice(name.start, name.end)];
  }
  const here: string[] = [];
  const targets = [
    ...childrenOf(node, 'left'),
    ...(node.type === 'as_pattern' ? childrenOf(node, 'alias') : []),
  ];
  if (/^(assignment|augmented_assignment|for_statement|as_pattern)$/.test(node.type)) {
    here.push(...targets.flatMap((target) => plainNames(target, text)));
  }
  return [...here, ...node.children.flatMap((child) => assignedNames(child, text))];
}

function plainNames(node: PyNode, text: string): string[] {
  if (node.type === 'identifier') return [text.slice(node.start, node.end)];
  if (!/^(pattern_list|tuple_pattern|list_pattern|as_pattern_target)$/.test(node.type)) return [];
  return node.children.flatMap((child) => plainNames(child, text));
}
