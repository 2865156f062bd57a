import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installEnv } from '../../check/env.js';
import { run } from '../../check/run.js';
import type { Toolchain } from '../../check/index.js';
import { distributionName, type Dependency } from '../dependencies.js';
import type { PythonServer } from '../read.js';
import { envSettings, testValue } from '../settings.js';
import type { ServerStyle } from '../types.js';
import { type CommandFor, observe } from '../behaviour/run.js';
import type { Scenario } from '../behaviour/types.js';
import { lastLines } from './last-lines.js';
import { lonely } from './lonely.js';

export interface CaptureWish {
  readonly server: PythonServer;
  readonly dependencies: readonly Dependency[];
  /** Values that the user gave for variables that the server needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly toolchain: Toolchain;
  /** A folder of our own that is removed afterwards. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** How the original was started when it answered. */
export interface Original {
  /** A command for each run, in a folder of its own, whose only neighbour is a stub. */
  readonly commandFor: CommandFor;
  readonly libraries: string;
  readonly made: MadeUp;
}

/** Versions of the SDK to try, newest that could be meant first. */
const LIBRARIES: Readonly<Record<ServerStyle, readonly string[]>> = {
  mcp: ['mcp[cli]<2', 'mcp[cli]<1.10', 'mcp>=2,<3'],
  lowlevel: ['mcp[cli]<2', 'mcp>=2,<3'],
  fastmcp: ['fastmcp', 'fastmcp<4', 'fastmcp<3'],
};

const INSTALL_MS = 600_000;

/** Installs the original in an environment of its own, with the libraries that it was written for, until it starts. */
export async function startOriginal(
  wish: CaptureWish,
  scenario: Scenario,
): Promise<Original | { readonly problem: string }> {
  const style = wish.server.layout.server.facts.servers[0]?.style ?? 'mcp';
  await copySource(wish);
  let said = '';
  for (const library of candidates(wish.server, style)) {
    const python = await makeEnvironment(wish, library);
    if (typeof python !== 'string') {
      said = python.problem;
      continue;
    }
    for (const made of [{}, madeUp(wish.server)]) {
      const commandFor = originalCommand(wish, python, made);
      const result = await observe(commandFor, scenario, () => [], wish.signal);
      if ('lists' in result) return { commandFor, libraries: library, made };
      said = result.said;
    }
  }
  return { problem: said || 'it gave no answer' };
}

/** What the source itself asks for comes first. */
function candidates({ declared }: PythonServer, style: ServerStyle): string[] {
  const name = style === 'fastmcp' ? 'fastmcp' : 'mcp';
  const own = declared.requirements.filter(
    (one) => distributionName(one) === name && /[=<~]=?\s*\d/.test(one),
  );
  const bounded = own.filter((one) => /==|<|~=/.test(one));
  return [...bounded, ...LIBRARIES[style]];
}

/** The original must not be able to change itself, and bytecode must not lie beside it. */
async function copySource({ server, folder }: CaptureWish): Promise<void> {
  for (const [path, bytes] of [...server.source.files, ...metadata(server)]) {
    const to = join(folder, 'source', path);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, bytes);
  }
}

/** What `importlib.metadata` finds of a distribution that is installed: programs ask it for their own version. */
function metadata({ declared: { name, version = '0' }, layout }: PythonServer): [string, string][] {
  if (name === undefined || !/^[\w.-]+$/.test(name) || !/^[\w.+!-]+$/.test(version)) return [];
  const folder = `${distributionName(name).replaceAll('-', '_')}-${version}.dist-info`;
  const text = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  return [[join(layout.base, folder, 'METADATA'), text]];
}

async function makeEnvironment(
  wish: CaptureWish,
  library: string,
): Promise<string | { readonly problem: string }> {
  const { folder, toolchain, signal, onLine } = wish;
  const place = join(folder, 'environment');
  const python = join(place, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const uv = toolchain.values['uv'];
  const base = toolchain.values['python'] ?? 'python3';
  const packages = [library, ...originalRequirements(wish)];
  const commands =
    uv === undefined
      ? [
          [base, '-m', 'venv', '--clear', place],
          [python, '-m', 'pip', 'install', '-q', ...packages],
        ]
      : [
          [uv, 'venv', '-q', '--clear', '--python', base, place],
          [uv, 'pip', 'install', '-q', '--python', python, ...packages],
        ];
  for (const command of commands) {
    const options = { cwd: folder, env: installEnv(process.env), timeoutMs: INSTALL_MS, signal, onLine };
    const result = await run(command, options);
    if (result.exitCode !== 0) return { problem: lastLines(result.stderr || result.stdout) };
  }
  return python;
}

/** As declared; what is imported without being declared is added. */
function originalRequirements({ server, dependencies }: CaptureWish): string[] {
  const declared = server.declared.requirements.filter(
    (one) => !/^(mcp|fastmcp)$/.test(distributionName(one)),
  );
  const known = new Set(declared.map(distributionName));
  const added = dependencies
    .map(({ requirement }) => requirement)
    .filter((one) => !known.has(distributionName(one)));
  const own = distributionName(server.declared.name ?? '');
  return [...declared.filter((one) => distributionName(one) !== own), ...added];
}

/** Made-up values of variables. A server that starts without them gets none: they could be wrong for it. */
export type MadeUp = Readonly<Record<string, string>>;

const madeUp = (server: PythonServer): MadeUp =>
  Object.fromEntries(
    envSettings(server).flatMap(({ name, required }) => (required ? [[name, testValue(name)]] : [])),
  );

function originalCommand(wish: CaptureWish, python: string, made: MadeUp): CommandFor {
  const { server, folder, env, args } = wish;
  const base = join(folder, 'source', server.layout.base);
  const command = [python, ...originalStart(server, base), ...args];
  return lonely({ command, folder, settings: { ...made, ...env }, python: [base] });
}

/** Calls `module:a.b` as a console script does. */
const startFunction = (
  module: string,
  parts: readonly string[],
): string => `import asyncio, functools, importlib, inspect
start = functools.reduce(getattr, ${JSON.stringify(parts)}, importlib.import_module(${JSON.stringify(module)}))
result = start()
inspect.iscoroutine(result) and asyncio.run(result)`;

/** The arguments of Python that start the original as its owner would. */
function originalStart({ layout, declared }: PythonServer, base: string): string[] {
  const { modules, server, top } = layout;
  for (const script of declared.scripts) {
    const [module = '', name = ''] = script.split(':').map((part) => part.trim().replace(/^src\./, ''));
    const parts = name.split('.');
    if (!modules.some(({ oldName, facts }) => oldName === module && facts.names.has(parts[0] ?? '')))
      continue;
    return ['-c', startFunction(module, parts)];
  }
  const dunder = modules.some(({ oldName }) => oldName === `${top}.__main__`);
  if (top !== undefined && dunder) return ['-m', top];
  if (top !== undefined && server.facts.main !== undefined) return ['-m', server.oldName];
  if (server.facts.main !== undefined) return [join(base, server.facts.path.split('/').at(-1) ?? '')];
  const other = modules.find(({ facts }) => facts.main !== undefined);
  if (other !== undefined) return ['-m', other.oldName];
  const variable = server.facts.servers.find(({ topLevel }) => topLevel)?.variable ?? 'mcp';
  return [
    '-c',
    `import importlib\nimportlib.import_module(${JSON.stringify(server.oldName)}).${variable}.run()`,
  ];
}
