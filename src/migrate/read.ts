import type { Diagnostic, Staged } from '../diagnostics/types.js';
import { type Declared, readDeclared } from './dependencies.js';
import { moduleFacts } from './facts/module.js';
import { withOwnServers } from './facts/own-servers.js';
import { chooseServer, type Layout, layOut } from './layout.js';
import { nameOf } from './name.js';
import { decodePython } from './python/decode.js';
import { syntaxProblem } from './python/problems.js';
import { parsePython } from './python/tree.js';
import type { ModuleFacts, SourceTree } from './types.js';

/** A server that was read and understood as far as it goes. */
export interface PythonServer {
  readonly source: SourceTree;
  readonly declared: Declared;
  /** `weather`: distribution `mcp-weather`, package `mcp_weather`. */
  readonly slug: string;
  readonly layout: Layout;
}

/**
 * Reads a server without running it. Errors are located: `migrate.encoding`, `migrate.syntax`, `migrate.python-2`,
 * `migrate.no-server`, `migrate.several-servers`.
 */
export async function readServer(source: SourceTree, slug?: string): Promise<Staged<PythonServer>> {
  const modules = new Map<string, ModuleFacts>();
  const problems = new Map<string, Diagnostic>();
  for (const [path, bytes] of source.files) {
    if (!path.endsWith('.py')) continue;
    const read = await readModule(path, bytes);
    if (read.ok) modules.set(path, read.value);
    else if (read.diagnostics[0] !== undefined) problems.set(path, read.diagnostics[0]);
  }
  const broken = source.entry === undefined ? undefined : problems.get(source.entry);
  if (broken !== undefined) return { ok: false, diagnostics: [broken] };
  const known = withOwnServers(modules);
  const server = chooseServer(source, known);
  if (!server.ok) {
    const [first] = problems.values();
    return first === undefined || source.entry !== undefined ? server : { ok: false, diagnostics: [first] };
  }
  const folder = server.value.path.split('/').slice(0, -1).join('/');
  const declared = readDeclared(source, folder, server.value);
  const chosen = slug ?? nameOf(declared, server.value.path, source.shown);
  const layout = layOut(source, server.value, known, `mcp_${chosen.replaceAll('-', '_')}`);
  const lost = [...problems].find(([path]) => layout.top !== undefined && belongs(path, layout));
  if (lost !== undefined) return { ok: false, diagnostics: [lost[1]] };
  return { ok: true, value: { source, declared, slug: chosen, layout }, diagnostics: [] };
}

/** A module that cannot be read may be left out only where it is no part of the program. */
const belongs = (path: string, { base, top }: Layout): boolean =>
  path.startsWith(`${base === '' ? '' : `${base}/`}${top}/`);

async function readModule(path: string, bytes: Uint8Array): Promise<Staged<ModuleFacts>> {
  const text = decodePython(path, bytes);
  if (!text.ok) return text;
  const root = await parsePython(text.value);
  const problem = syntaxProblem(path, root);
  if (problem !== undefined) return { ok: false, diagnostics: [problem] };
  return { ok: true, value: moduleFacts(path, text.value, root), diagnostics: [] };
}
