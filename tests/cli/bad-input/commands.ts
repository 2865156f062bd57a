import { join } from 'node:path';

/** What a command is given, and what it makes or changes. Paths are absolute, or as the situation wants them. */
export interface Job {
  readonly command: Command;
  /** What the first path names. */
  readonly reads: 'document' | 'project' | 'source';
  /** What the second path names; a project is changed where it is. */
  readonly writes: 'folder' | 'file' | 'project' | 'nothing';
  /** How it ends when nothing is in its way: `check` finds that nothing is installed. */
  readonly good: 0 | 2;
  readonly args: (subject: string, out: string) => readonly string[];
}

export const QUIET = ['--yes', '--tools', 'all', '--no-install', '--no-check', '--no-git'];
const change = (verb: 'add' | 'remove', kind: 'operation' | 'feature', name: string): Job => ({
  command: `${verb} ${kind}`,
  reads: 'project',
  writes: 'project',
  good: 0,
  args: (project) => [verb, kind, name, '--dir', project, '--allow-breaking'],
});

/** Every command, as it is given to the sample, or to the project that `PROJECT` makes of it. */
export const JOBS = [
  {
    command: 'create',
    reads: 'document',
    writes: 'folder',
    good: 0,
    args: (document, out) => [out, '--spec', document, ...QUIET],
  },
  {
    command: 'inspect',
    reads: 'document',
    writes: 'file',
    good: 0,
    args: (document, out) => ['inspect', document, '--html', out],
  },
  {
    command: 'regenerate',
    reads: 'project',
    writes: 'project',
    good: 0,
    args: (project) => ['regenerate', project, '--set', 'tools=read-only', '--allow-breaking'],
  },
  change('add', 'operation', 'placeOrder'),
  change('remove', 'operation', 'getOrder'),
  change('add', 'feature', 'health'),
  change('remove', 'feature', 'shutdown'),
  {
    command: 'check',
    reads: 'project',
    writes: 'nothing',
    good: 2,
    args: (project) => ['check', project, '--no-install'],
  },
  {
    command: 'migrate-existing-server',
    reads: 'source',
    writes: 'folder',
    good: 0,
    args: (source, out) => ['migrate-existing-server', source, out, '--no-run', '--no-install'],
  },
] as const satisfies readonly Job[];

export type Command =
  | 'create'
  | 'inspect'
  | 'regenerate'
  | `${'add' | 'remove'} ${'operation' | 'feature'}`
  | 'check'
  | 'migrate-existing-server';

/** The runs that make, of the sample, a project to which every one of the changes above can be made. */
export const PROJECT = (document: string, folder: string): readonly (readonly string[])[] => [
  [join(folder, 'made'), '--spec', document, ...QUIET, '--feature', 'shutdown'],
  ['remove', 'operation', 'placeOrder', '--dir', join(folder, 'made'), '--allow-breaking'],
];

export const SERVER = `import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("x")


@mcp.tool()
def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


@mcp.tool()
def status(path: str) -> str:
    return requests.get("https://api.example.com/" + path).text
`;
