import { describe, expect, it } from 'vitest';
import type { WriteMode } from '../../../src/stages.js';
import { failure, MemoryStorage } from '../../../src/write/memory.js';
import { isSafePath } from '../../../src/write/paths.js';
import { type OutputFile, writeProject } from '../../../src/write/project.js';

const FILES: readonly OutputFile[] = [
  { path: 'README.md', content: 'ours', mode: 0o644 },
  { path: 'src/app.py', content: 'print()', mode: 0o644 },
  { path: 'src/run.sh', content: 'run', mode: 0o755 },
];

interface Setup {
  readonly mode?: WriteMode;
  readonly files?: readonly OutputFile[];
  readonly storage?: MemoryStorage;
  readonly onInterrupt?: (undo: () => void) => () => void;
}

const write = (setup: Setup = {}) =>
  writeProject(
    { target: '/project/app', shown: 'app', mode: setup.mode ?? 'new', files: setup.files ?? FILES },
    {
      storage: setup.storage ?? new MemoryStorage(),
      token: 't',
      onInterrupt: setup.onInterrupt ?? (() => () => undefined),
    },
  );

function storageWith(files: Readonly<Record<string, string>>): MemoryStorage {
  const storage = new MemoryStorage();
  for (const [path, content] of Object.entries(files)) {
    const folders = path.split('/').slice(1, -1);
    folders.forEach((_, index) => {
      storage.entries.set(`/${folders.slice(0, index + 1).join('/')}`, { kind: 'folder' });
    });
    storage.entries.set(path, { kind: 'file', content });
  }
  return storage;
}

const texts = (storage: MemoryStorage): Record<string, unknown> =>
  Object.fromEntries(
    [...storage.entries]
      .filter(([, { kind }]) => kind === 'file')
      .map(([path, { content }]) => [path, content]),
  );
const code = async (setup: Setup): Promise<string | undefined> => (await write(setup)).diagnostics[0]?.code;

describe('a new project', () => {
  it('is written with its folders and modes, and nothing beside it', async () => {
    const storage = new MemoryStorage();
    expect(await write({ storage })).toMatchObject({ ok: true, value: { dir: '/project/app', kept: [] } });
    expect([...storage.entries.keys()].toSorted()).toEqual([
      '/',
      '/project',
      '/project/app',
      '/project/app/README.md',
      '/project/app/src',
      '/project/app/src/app.py',
      '/project/app/src/run.sh',
    ]);
    expect(storage.entries.get('/project/app/src/run.sh')?.mode).toBe(0o755);
  });

  it('may go into a folder that holds only a git repository', async () => {
    const storage = storageWith({ '/project/app/.git/HEAD': 'ref' });
    expect(await write({ storage })).toMatchObject({ ok: true });
    expect(storage.read('/project/app/.git/HEAD')).toBe('ref');
  });

  it('is refused where files are, and they are named', async () => {
    const storage = storageWith({ '/project/app/precious.txt': 'mine' });
    const staged = await write({ storage });
    expect(staged.diagnostics[0]).toMatchObject({
      code: 'write.occupied',
      message: expect.stringContaining('precious.txt'),
    });
    expect(texts(storage)).toEqual({ '/project/app/precious.txt': 'mine' });
  });

  it('is refused where a file has its name', async () => {
    expect(await code({ storage: storageWith({ '/project/app': 'mine' }) })).toBe('write.not-a-folder');
  });
});

describe('merging', () => {
  const mine = { '/project/app/README.md': 'mine', '/project/app/src/other.py': 'mine' };

  it('adds what is missing and never replaces a file', async () => {
    const storage = storageWith(mine);
    expect(await write({ storage, mode: 'merge' })).toMatchObject({
      value: { created: ['src/app.py', 'src/run.sh'], kept: ['README.md'] },
    });
    expect(texts(storage)).toMatchObject({ ...mine, '/project/app/src/app.py': 'print()' });
  });

  it('keeps a link in place of a file', async () => {
    const storage = storageWith(mine);
    storage.entries.set('/project/app/src/app.py', { kind: 'link' });
    expect(await write({ storage, mode: 'merge' })).toMatchObject({
      value: { kept: ['README.md', 'src/app.py'] },
    });
  });
});

describe('overwriting', () => {
  it('replaces files of the same name and leaves all others', async () => {
    const storage = storageWith({ '/project/app/README.md': 'mine', '/project/app/notes.txt': 'mine' });
    await write({ storage, mode: 'overwrite' });
    expect(texts(storage)).toEqual({
      '/project/app/README.md': 'ours',
      '/project/app/notes.txt': 'mine',
      '/project/app/src/app.py': 'print()',
      '/project/app/src/run.sh': 'run',
    });
  });

  it.each(['merge', 'overwrite'] as const)(
    '%s does not write through a folder that is a link',
    async (mode) => {
      const storage = storageWith({ '/project/app/README.md': 'mine' });
      storage.entries.set('/project/app/src', { kind: 'link' });
      expect(await code({ storage, mode })).toBe('write.unsafe-path');
    },
  );

  it('does not replace a link', async () => {
    const storage = storageWith({ '/project/app/src/x': '' });
    storage.entries.set('/project/app/README.md', { kind: 'link' });
    expect(await code({ storage, mode: 'overwrite' })).toBe('write.unsafe-path');
  });
});

/** Fails the n-th call that changes something. */
class BreakingStorage extends MemoryStorage {
  constructor(
    private left: number,
    private readonly reason: string,
  ) {
    super();
  }
  private tick(path: string): void {
    this.left -= 1;
    if (this.left === 0) throw failure(this.reason, path);
  }
  override async writeFile(path: string, content: string, mode: number): Promise<void> {
    this.tick(path);
    return super.writeFile(path, content, mode);
  }
  override move(from: string, to: string): void {
    this.tick(to);
    super.move(from, to);
  }
}

describe('a failure', () => {
  const modes: readonly WriteMode[] = ['new', 'merge', 'overwrite'];
  it.each(modes.flatMap((mode) => [1, 2, 3, 4, 5, 6, 7].map((at) => [mode, at] as const)))(
    'while writing with %s, at step %i, leaves everything as it was',
    async (mode, at) => {
      const storage = new BreakingStorage(at, 'ENOSPC');
      if (mode !== 'new') {
        for (const [path, entry] of storageWith({ '/project/app/README.md': 'mine' }).entries)
          storage.entries.set(path, entry);
      }
      const before = new Map(storage.entries);
      const staged = await write({ storage, mode });
      if (staged.ok) return expect(at).toBeGreaterThan(3);
      expect(staged.diagnostics[0]?.code).toBe('write.no-space');
      expect(storage.entries).toEqual(before);
    },
  );

  it.each([
    ['EROFS', 'write.denied'],
    ['EACCES', 'write.denied'],
    ['ENAMETOOLONG', 'write.too-long'],
    ['EEXIST', 'write.raced'],
    ['EIO', 'write.failed'],
  ])('%s is reported as %s', async (reason, reported) => {
    expect(await code({ storage: new BreakingStorage(1, reason) })).toBe(reported);
  });
});

describe('an interruption', () => {
  it('between two files leaves nothing, not even the folders above', async () => {
    const storage = new MemoryStorage();
    let undo: () => void = () => undefined;
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const plain = storage.writeFile.bind(storage);
    storage.writeFile = async (path, content, mode) => {
      if (path.endsWith('app.py')) {
        undo();
        stop();
        await new Promise(() => undefined);
      }
      return plain(path, content, mode);
    };
    void write({
      storage,
      onInterrupt: (registered) => {
        undo = registered;
        return () => undefined;
      },
    });
    await stopped;
    expect([...storage.entries.keys()]).toEqual(['/']);
  });

  it('after the commit undoes nothing', async () => {
    const registered = new Set<() => void>();
    const storage = new MemoryStorage();
    await write({
      storage,
      onInterrupt: (undo) => {
        registered.add(undo);
        return () => void registered.delete(undo);
      },
    });
    expect(registered.size).toBe(0);
  });
});

describe('paths', () => {
  it.each(['../x', '/etc/passwd', 'a/../b', 'a//b', 'C:x', 'a\\b', '.', 'a/', '', 'a\0', 'x.', '-rf', 'a b'])(
    '%j is refused',
    async (path) => {
      expect(isSafePath(path)).toBe(false);
      expect(await code({ files: [{ path, content: '', mode: 0o644 }] })).toBe('write.unsafe-path');
    },
  );

  it.each(['README.md', '.github/workflows/ci.yml', 'src/mcp_x/__init__.py'])('%j is fine', (path) => {
    expect(isSafePath(path)).toBe(true);
  });
});
