import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepOutcome } from '../types.js';

const FILE = 'Dockerfile';

/** Checks the project's Dockerfile in process; no container engine is needed. */
export async function checkContainer(dir: string): Promise<StepOutcome> {
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => null);
  if (text === null) return { status: 'skipped', detail: `no ${FILE}`, findings: [] };
  const { lintDockerfile } = await import('./lint.js');
  const findings = lintDockerfile(text, FILE);
  return findings.length === 0
    ? { status: 'ok', detail: 'multi-stage, pinned, not root, with a health check', findings }
    : { status: 'failed', detail: `${findings.length} finding${findings.length === 1 ? '' : 's'}`, findings };
}
