import type { TargetFacts } from '../../../src/plan/types.js';

/** What can be chosen for a TypeScript project. */
export const typescriptFacts: TargetFacts = {
  id: 'typescript',
  title: 'TypeScript',
  hint: 'official MCP SDK, Node',
  versionOption: 'node',
  versions: [
    { value: 'auto', title: 'automatic', hint: 'image and workflow use 24; runs on 20.19 and later' },
    { value: '24', title: '24' },
    { value: '22', title: '22' },
    { value: '20', title: '20' },
  ],
  defaultVersion: '24',
  packageManagers: [
    { value: 'npm', title: 'npm', hint: 'with a lock file' },
    { value: 'pnpm', title: 'pnpm', hint: 'one store for all projects; fetched when missing' },
  ],
};
