import { STANDARD_LIBRARY } from '../facts/standard-library.js';
import { importsOf } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import type { PyImport } from '../types.js';
import { assigned, dotenvFirst, isDotenv, isStill } from './dotenv.js';
import type { LeadsBack } from './loads.js';

/** Importing these needs nothing of what the program did before. */
const INDEPENDENT = new Set([
  'mcp',
  'pydantic',
  'starlette',
  'httpx',
  'requests',
  'aiohttp',
  'uvicorn',
  'anyio',
]);
/** Calls that make something and look at nothing that an import could change. */
const CALM_CALLS =
  /(^|\.)(getLogger|basicConfig|TypeVar|ContextVar|FastMCP|MCPServer|Server|Path|ParamSpec|get_logger)$/;

/** E402: imports below the first statements move up to the others, where nothing between can matter to them. */
export function lateImportEdits(typing: Typing, leadsBack: LeadsBack): Edit[] {
  const body = typing.root.children.filter(({ type }) => type !== 'comment');
  const head = headEnd(body);
  if (head === undefined) return [];
  const imports = new Map(importsOf(typing.root, typing.text).map((one) => [one.node, one]));
  const between: PyNode[] = [];
  const moved: Edit[] = [];
  const lines: string[] = [];
  const below: string[] = [];
  let dotenv: PyNode | undefined;
  for (const node of body.slice(head.index + 1)) {
    const one = imports.get(node);
    const isFirst = dotenv === undefined && between.every((other) => isStill(other, typing));
    if (isFirst && isDotenv(node, typing)) {
      dotenv = node;
      continue;
    }
    const how = isImport(node) && one !== undefined ? mayMove(one, between, typing, leadsBack) : 'no';
    if (how === 'no') {
      between.push(node);
      continue;
    }
    (how === 'up' || dotenv === undefined ? lines : below).push(textOf(node, typing));
    moved.push({ start: node.start, end: node.end, text: '' });
  }
  if (moved.length === 0) return [];
  const up = lines.length === 0 ? '' : `\n${lines.join('\n')}`;
  const at = { start: head.end, end: head.end };
  if (dotenv === undefined || below.length === 0) return [{ ...at, text: up }, ...moved];
  const called = { start: dotenv.start, end: dotenv.end, text: '' };
  return [{ ...at, text: up + dotenvFirst(dotenv, below, typing) }, called, ...moved];
}

export const isImport = ({ type }: PyNode): boolean => /^import_(from_)?statement$/.test(type);

/** The last of the imports that stand first. */
export function headEnd(
  body: readonly PyNode[],
): { readonly index: number; readonly end: number } | undefined {
  let index = -1;
  for (const [at, node] of body.entries()) {
    const opening =
      node.type === 'future_import_statement' || (at === 0 && node.children[0]?.type === 'string');
    if (isImport(node)) index = at;
    else if (!opening) break;
  }
  const last = body[index];
  return last === undefined ? undefined : { index, end: last.end };
}

/** Above everything, above what is calm (but below what sets the environment), or not. */
function mayMove(
  one: PyImport,
  between: readonly PyNode[],
  typing: Typing,
  leadsBack: LeadsBack,
): 'up' | 'calmly' | 'no' {
  const tops = one.kind === 'from' ? [one.module] : one.names.map(({ name }) => name);
  const known = (name: string): boolean => {
    const top = name.split('.')[0] ?? name;
    return STANDARD_LIBRARY.has(top) || INDEPENDENT.has(top);
  };
  if (one.level === 0 && tops.every(known)) return 'up';
  return !leadsBack(one, typing) && between.every((node) => isCalm(node, typing)) ? 'calmly' : 'no';
}

function isCalm(node: PyNode, typing: Typing): boolean {
  if (/_definition$/.test(node.type)) return node.type !== 'decorated_definition';
  if (node.type !== 'expression_statement') return false;
  const inner = node.children[0];
  if (inner?.type === 'string') return true;
  const value = inner?.type === 'assignment' ? assigned(inner) : inner;
  return value !== undefined && isCalmValue(value, typing);
}

function isCalmValue(value: PyNode, typing: Typing): boolean {
  if (value.type !== 'call') return !contains(value, 'call');
  const callee = textOf(childOf(value, 'function'), typing);
  return CALM_CALLS.test(callee) || /^os\.(getenv|environ\.get)$/.test(callee);
}

const contains = (node: PyNode, type: string): boolean =>
  node.type === type || node.children.some((child) => contains(child, type));
