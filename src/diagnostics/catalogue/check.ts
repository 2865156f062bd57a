import type { Catalogue } from './types.js';

/** Codes of finding tools, installing, and checking. */
export const CHECK_CATALOGUE = {
  'toolchain.no-python': {
    title: 'No suitable Python',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install Python 3.13, then run make install in the project.',
  },
  'toolchain.no-node': {
    title: 'No suitable Node',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install Node 20.19 or later, then run make install in the project.',
  },
  'toolchain.no-npm': {
    title: 'npm cannot be found',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install npm, which comes with Node, then run make install in the project.',
  },
  'toolchain.no-pnpm': {
    title: 'pnpm cannot be had',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install pnpm, or use --package-manager npm.',
  },
  'toolchain.no-uv': {
    title: 'uv cannot be had',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install uv, or use --package-manager pip.',
  },
  'toolchain.uv-broken': {
    title: 'uv does not work',
    cause:
      'The uv that was found starts and fails. The project was created and is kept, but it is not installed and not checked.',
    fix: 'Mend or remove it, or use --package-manager pip.',
  },
  'toolchain.no-go': {
    title: 'No suitable Go',
    cause: 'The project was created and is kept, but it is not installed and not checked.',
    fix: 'Install Go 1.25 or newer (https://go.dev/dl), then run make install in the project.',
  },
  'toolchain.unknown': {
    title: 'No toolchain for this target',
    cause: 'Projects of this target cannot be installed or checked by this version.',
    fix: 'Use --no-install --no-check.',
  },
  'check.checklist': {
    title: 'Lines of the checklist do not hold',
    cause: 'The project lacks something that its preset stands for.',
    fix: 'Each line that does not hold says what is missing, and where.',
  },
  'check.install': {
    title: 'Installing failed',
    cause: 'The project was created and is kept, but its dependencies are missing.',
    fix: 'Mend what the message says, then run make install in the project.',
  },
  'check.failed': {
    title: 'A check failed',
    cause: 'The project was created and is kept, but something in it is not as it should be.',
    fix: 'Look at the message and the file it names.',
  },
} as const satisfies Catalogue;
