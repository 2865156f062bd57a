import type { ProjectOptions } from '../../../src/plan/types.js';

/** pnpm is on few machines: images, workflows and `npx` take this one. */
export const PNPM_VERSION = '12.21.0';

/** What a project's files say about who installs it. */
export interface PackageManager {
  /** The program, as commands begin with it. */
  readonly manager: 'npm' | 'pnpm';
  readonly pnpm: boolean;
  readonly pnpmVersion: string;
}

type Chosen = Pick<ProjectOptions, 'packageManager'>;

export const isPnpm = ({ packageManager }: Chosen): boolean => packageManager === 'pnpm';

export const packageManagerOf = (options: Chosen): PackageManager => ({
  manager: isPnpm(options) ? 'pnpm' : 'npm',
  pnpm: isPnpm(options),
  pnpmVersion: PNPM_VERSION,
});
