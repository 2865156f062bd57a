import type { TargetFacts } from '../../../src/plan/types.js';

/** What can be chosen for a Go project. */
export const goFacts: TargetFacts = {
  id: 'go',
  title: 'Go',
  hint: 'official MCP SDK, one static binary',
  versionOption: 'go',
  versions: [
    { value: 'auto', title: 'automatic', hint: 'what this machine has, from 1.25 on' },
    { value: '1.26', title: '1.26' },
    { value: '1.25', title: '1.25' },
  ],
  defaultVersion: '1.26',
  packageManagers: [{ value: 'go', title: 'go', hint: 'Go modules' }],
};
