import type { FileEntry } from '../../src/plan/types.js';

const copied = (path: string, source: string): FileEntry => ({
  kind: 'copy',
  path,
  source: `shared/${source}`,
  owner: 'merged',
});

/** What a repository has in every language: it keeps itself up to date, and is held against the protocol. */
export const REPOSITORY_FILES: readonly FileEntry[] = [
  copied('.github/workflows/regenerate.yml', 'regenerate.yml'),
  copied('.github/workflows/conformance.yml', 'conformance.yml'),
  copied('scripts/conformance.sh', 'conformance.sh'),
];
