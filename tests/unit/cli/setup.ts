import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../src/cli/package.js';
import { createScreen } from '../../../src/cli/screen.js';
import type { World } from '../../../src/cli/world.js';
import { loadStages } from '../../../src/pipeline.js';
import { failure, MemoryStorage } from '../../../src/write/memory.js';

/** Everything but the disk, the network and the terminal is real. */
export function setup(files: Readonly<Record<string, string>> = {}, world: Partial<World> = {}) {
  const storage = new MemoryStorage();
  storage.makeFolder('/project');
  const out = { text: '', errors: '' };
  const screen = createScreen({
    write: (text) => {
      out.text += text;
    },
    complain: (text) => {
      out.errors += text;
    },
    live: false,
    colour: false,
    columns: 80,
    now: () => 0,
    every: () => () => undefined,
  });
  const real: World = {
    version: '1.2.3',
    cwd: '/project',
    env: {},
    screen,
    canAsk: false,
    whyNot: 'this is a test',
    drawsPrompts: false,
    nearbyDocument: async () => undefined,
    spec: {
      readFile: async (path) => {
        const text = files[path] ?? storage.read(path);
        if (text === undefined) throw failure('ENOENT', path);
        return typeof text === 'string' ? new TextEncoder().encode(text) : text;
      },
      realPath: async (path) => path,
      fetch: () => Promise.reject(new Error('no network in tests')),
    },
    readStdin: async () => new TextEncoder().encode(files['-'] ?? ''),
    storage,
    sample: () => readFile(join(packageRoot(), 'examples/bookshop.yaml'), 'utf8'),
    stages: loadStages,
    token: () => 'token',
    onInterrupt: () => () => undefined,
    onWritten: () => undefined,
    signal: new AbortController().signal,
    ...world,
  };
  return { storage, out, world: real };
}
