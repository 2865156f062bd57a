import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import { chooseStart, entryEdits, hostedApp, type Start } from './entry.js';
import type { CarriedModule, Layout } from './layout.js';
import { applyEdits, type Edit } from './python/edits.js';
import type { PythonServer } from './read.js';
import type { Naming } from './rewrite/imports.js';
import { type Change, rewriteModule } from './rewrite/module.js';
import { RUNTIME_OF } from './rewrite/names.js';

/** The program's own code in its new place. */
export interface NewCode {
  /** New path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Old path → what was changed there. */
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** Modules of the runtime that are needed: `mcpserver.py`. */
  readonly runtime: ReadonlySet<string>;
  readonly start: Start;
  /** Name of the package that holds the runtime: `runtime`. */
  readonly runtimePackage: string;
  /** What the program's modules are called now. */
  readonly naming: Naming;
}

/** Rewrites every module that is carried over. Error: `migrate.unsupported` where nothing starts the server. */
export function newCode(server: PythonServer, distribution: string): Staged<NewCode> {
  const { layout, declared } = server;
  const start = chooseStart(layout, declared);
  if (start === undefined) {
    const { path } = layout.server.facts;
    const message = `Nothing in ${path} starts the server.`;
    return {
      ok: false,
      diagnostics: [problem('migrate.unsupported', message, { place: { file: path, line: 1 } })],
    };
  }
  const [, name = ''] = layout.server.to.split('/');
  const runtimePackage = layout.modules.some(({ newName }) => newName.startsWith(`${name}.runtime`))
    ? 'mcp_runtime'
    : 'runtime';
  const naming: Naming = {
    package: name,
    runtime: `${name}.${runtimePackage}`,
    moved: movedNames(layout, name),
    distribution: { ...(declared.name === undefined ? {} : { old: declared.name }), new: distribution },
  };
  const code: Writing = { files: new Map(), changes: new Map(), runtime: new Set() };
  const entry = layout.modules.find(({ to }) => to === `src/${name}/server.py`);
  for (const module of layout.modules) {
    const end =
      module === entry
        ? entryEdits(module, start, layout, { program: distribution, runtime: naming.runtime })
        : [];
    writeModule(module, naming, end, code);
  }
  if (entry === undefined)
    code.files.set(`src/${name}/server.py`, facade(layout, start, distribution, naming));
  for (const { style } of layout.server.facts.servers) code.runtime.add(RUNTIME_OF[style]);
  return { ok: true, value: { ...code, start, runtimePackage, naming }, diagnostics: [] };
}

interface Writing {
  readonly files: Map<string, string>;
  readonly changes: Map<string, readonly Change[]>;
  readonly runtime: Set<string>;
}

function writeModule(module: CarriedModule, naming: Naming, end: readonly Edit[], code: Writing): void {
  const { facts } = module;
  const { edits, changes, runtime } = rewriteModule(facts, naming);
  const removed = end.filter((edit) => edit.end > edit.start);
  const inside = (edit: Edit): boolean =>
    removed.some(({ start, end: to, text }) => text === '' && edit.start >= start && edit.end <= to);
  code.files.set(module.to, applyEdits(facts.text, [...edits.filter((edit) => !inside(edit)), ...end]));
  if (changes.length > 0) code.changes.set(facts.path, changes);
  for (const one of runtime) code.runtime.add(`${one}.py`);
}

/** Old dotted names, those of packages too, → new ones. */
function movedNames(layout: Layout, name: string): Map<string, string> {
  const moved = new Map<string, string>();
  for (const { oldName, newName } of layout.modules) {
    moved.set(oldName, newName);
    const parts = oldName.split('.');
    for (let i = 1; i < parts.length; i++) {
      const folder = parts.slice(0, i).join('.');
      if (!moved.has(folder)) moved.set(folder, folderName(folder, layout.top, name));
    }
  }
  if (layout.top !== undefined) moved.set(layout.top, name);
  moved.delete('');
  return moved;
}

const folderName = (folder: string, top: string | undefined, name: string): string =>
  top === undefined ? `${name}.${folder}` : `${name}${folder.slice(top.length)}`;

/** `server.py` of a program whose server is made in a module of another name. */
function facade(layout: Layout, start: Start, program: string, naming: Naming): string {
  const { server } = layout;
  const made = server.facts.servers.find(({ topLevel, variable }) => topLevel && variable !== undefined);
  const app = made?.variable === undefined ? '' : `from ${server.newName} import ${made.variable} as app\n`;
  const hidden = hidesName(layout, naming.package);
  const imported = hidden ? `import ${naming.package}\n` : '';
  const kept = hidden
    ? `\n# Importing this module puts it in the place of what the package calls so.\n_SERVER = ${naming.package}.server\n`
    : '';
  const restored = hidden ? `    vars(${naming.package})["server"] = _SERVER\n` : '';
  return `"""The start of the server: over stdio, or over HTTP with --http."""

${imported}${app}from ${naming.runtime} import serving

__all__ = ["app", "run_server"]
${kept}

def run_server() -> None:
    """Start the server over stdio, or over HTTP with --http."""
${restored}${facadeBody(start, server.newName, JSON.stringify(program))}


${app === '' ? hostedApp('serving', 'run_server') : ''}if __name__ == "__main__":
    run_server()
`;
}

/** The package itself calls something `server`: a function, say. */
const hidesName = ({ modules }: Layout, name: string): boolean =>
  modules.some(({ to, facts }) => to === `src/${name}/__init__.py` && facts.names.has('server'));

function facadeBody(start: Start, server: string, program: string): string {
  switch (start.kind) {
    case 'function':
      return `    from ${start.module} import ${start.name} as begin\n\n    serving.run(begin, ${program})`;
    case 'module':
      return `    serving.run_module(${JSON.stringify(start.module)}, ${program})`;
    case 'block':
      return `    serving.run_module(${JSON.stringify(server)}, ${program})`;
    case 'server':
      return `    serving.run(app.run, ${program})`;
    default:
      return start satisfies never;
  }
}
