import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Toolchain } from '../../check/index.js';
import { visible } from '../../diagnostics/visible.js';
import type { Settle } from '../../migrate/index.js';
import type { World } from '../world.js';

/**
 * Installs the draft of a project in a folder of its own, and mends its types by what the type checker says. Without `mayBuild` nothing
 * of its dependencies is run: one that has no wheel leaves it unchecked.
 */
export function settler(toolchain: Toolchain | null, mayBuild: boolean, world: World): Settle | undefined {
  if (toolchain === null) return undefined;
  return async ({ files, code, ruff, development }) => {
    const { installedChecker } = await import('../../migrate/typing/checker.js');
    const { settleTypes } = await import('../../migrate/typing/settle.js');
    const { writeFiles } = await import('../../migrate/typing/scratch.js');
    const folder = await mkdtemp(join(tmpdir(), 'create-mcp-server-types-'));
    const step = world.screen.step('Types');
    try {
      await writeFiles(folder, files);
      const onLine = (line: string): void => step.note(visible(line));
      const signal = world.signal === undefined ? {} : { signal: world.signal };
      const checker = await installedChecker({ folder, toolchain, development, mayBuild, onLine, ...signal });
      const settled = checker && (await settleTypes(code, ruff, checker));
      const left = settled?.findings.length;
      const said =
        left === undefined ? 'could not be checked' : left === 0 ? 'strict' : `${left} findings left`;
      step.end(left === undefined ? 'failed' : 'ok', said);
      return settled;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
