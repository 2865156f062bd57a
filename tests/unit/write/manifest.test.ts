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
  document: { origin: 'api.yaml', text: 'api' },
  run: { stdio: ['x'], http: ['x', '--http'], path: '/mcp', health: '/health', env: {} },
};
const manifestText = (of: RenderedTree = tree): string => {
  const found = manifestFiles(of, facts).files.find((one) => one.path === MANIFEST_PATH);
  if (found === undefined) throw new Error(MANIFEST_PATH);
  return String(found.content);
};
const baseBytes = async (of: RenderedTree = tree): Promise<Uint8Array | undefined> =>
  manifestFiles(of, facts)
    .late.find((one) => one.path === BASE_PATH)
    ?.content();

describe('the manifest', () => {
  it('lists every file with owner, mode and hash, sorted', () => {
    const { files } = JSON.parse(manifestText());
    expect(files).toEqual([
      { path: 'a.md', owner: 'merged', mode: 0o644, sha256: sha256('text of a.md') },
      { path: 'b.py', owner: 'generated', mode: 0o644, sha256: sha256('text of b.py') },
      { path: 'mine.py', owner: 'once', mode: 0o644, sha256: sha256('text of mine.py') },
    ]);
  });

  it('says which document it was, whether its copy is in the tree or not', () => {
    expect(JSON.parse(manifestText()).document).toEqual({ origin: 'api.yaml', sha256: sha256('api') });
    const copied = { ...facts, document: { origin: 'x', file: 'a.md', text: 'text of a.md' } };
    const found = manifestFiles(tree, copied).files.find((one) => one.path === MANIFEST_PATH);
    expect(JSON.parse(String(found?.content)).document.sha256).toBe(sha256('text of a.md'));
  });

  it('is the same whatever the order of rendering was', async () => {
    const shuffled = new Map([...tree].toReversed());
    expect(manifestText(shuffled)).toBe(manifestText());
    expect(await baseBytes(shuffled)).toEqual(await baseBytes());
  });

  it('keeps the texts that can be merged, and no others', async () => {
    const bytes = (await baseBytes()) ?? new Uint8Array();
    expect(JSON.parse(brotliDecompressSync(bytes).toString())).toEqual({
      'a.md': 'text of a.md',
      'b.py': 'text of b.py',
    });
  });
});
