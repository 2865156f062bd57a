import type { Feature } from '../../../src/plan/types.js';

/** The checks of the project before each commit, with the project's own versions of the tools. */
export const preCommit: Feature = {
  id: 'pre-commit',
  targets: {
    python: { devDependencies: ['pre-commit>=4,<5'], merged: ['.pre-commit-config.yaml'] },
    typescript: { merged: ['.pre-commit-config.yaml'] },
    go: { merged: ['.pre-commit-config.yaml'] },
  },
};
