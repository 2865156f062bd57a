import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  BASE_PATH,
  MANIFEST_PATH,
  type ManifestFacts,
  manifestFiles,
  sha256,
} from '../../../src/manage/manifest.js';
import type { RenderedTree } from '../../../src/plan/types.js';

const file = (path: string, owner: 'generated' | 'merged' | 'once') =>
  [path, { path, owner, text: `text of ${path}`, mode: 0o644 }] as const;
const tree: RenderedTree = new Map([
  file('b.py', 'generated'),
  file('a.md', 'merged'),
  file('mine.py', 'once'),
]);
const facts: ManifestFacts = {
  generatorVersion: '1.2.3',
  options: { tools: 'all' },
  document: { origin: 'api.yaml', sha256: sha256('api') },
  run: { stdio: ['x'], http: ['x', '--http'], path: '/mcp', health: '/health', env: {} },
};
const content = (path: string, of: RenderedTree = tree): string | Uint8Array => {
  const found = manifestFiles(of, facts).find((one) => one.path === path);
  if (found === undefined) throw new Error(path);
  return found.content;
};

describe('the manifest', () => {
  it('lists every file with owner, mode and hash, sorted', () => {
    const { files } = JSON.parse(String(content(MANIFEST_PATH)));
    expect(files).toEqual([
      { path: 'a.md', owner: 'merged', mode: 0o644, sha256: sha256('text of a.md') },
      { path: 'b.py', owner: 'generated', mode: 0o644, sha256: sha256('text of b.py') },
      { path: 'mine.py', owner: 'once', mode: 0o644, sha256: sha256('text of mine.py') },
    ]);
  });

  it('is the same whatever the order of rendering was', () => {
    const shuffled = new Map([...tree].toReversed());
    expect(content(MANIFEST_PATH, shuffled)).toBe(content(MANIFEST_PATH));
    expect(content(BASE_PATH, shuffled)).toEqual(content(BASE_PATH));
  });

  it('keeps the texts that can be merged, and no others', () => {
    const bytes = content(BASE_PATH);
    expect(JSON.parse(brotliDecompressSync(bytes as Uint8Array).toString())).toEqual({
      'a.md': 'text of a.md',
      'b.py': 'text of b.py',
    });
  });
});
