import type { TargetFacts } from '../../../src/plan/types.js';

/** What can be chosen for a Python project. */
export const pythonFacts: TargetFacts = {
  id: 'python',
  title: 'Python',
  hint: 'official MCP SDK',
  versionOption: 'python',
  versions: [
    { value: 'auto', title: 'automatic', hint: '3.13 where it can be had' },
    { value: '3.13', title: '3.13' },
    { value: '3.12', title: '3.12' },
    { value: '3.11', title: '3.11' },
  ],
  defaultVersion: '3.13',
  packageManagers: [
    { value: 'uv', title: 'uv', hint: 'fast, with a lock file; fetched when missing' },
    { value: 'pip', title: 'pip', hint: 'python -m venv and pip install' },
  ],
};
