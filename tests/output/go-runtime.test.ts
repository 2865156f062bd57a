/**
 * The Go sources that are copied into each project, by the tools that check them there. Slow the first time; needs a Go from 1.25 on and its
 * modules, and is skipped where there is no Go.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/check/toolchain/machine.js';
import { prepareGo } from '../../src/check/toolchain/prepare-go.js';

const RUNTIME = fileURLToPath(new URL('../../templates/targets/go/runtime', import.meta.url));
const MINUTE = 60_000;
const found = await prepareGo(
  { version: 'auto', packageManager: 'go' },
  thisMachine(() => undefined),
);
const toolchain = 'value' in found ? found.value : null;

async function go(...args: string[]): Promise<string> {
  const { go = 'go' } = toolchain?.values ?? {};
  const env = { ...process.env, ...toolchain?.env };
  const { stdout } = await promisify(execFile)(go, args, { cwd: RUNTIME, env });
  return stdout;
}

describe.skipIf(toolchain === null)('the Go runtime', () => {
  it('vets', () => go('vet', './...'), 8 * MINUTE);

  it('has nothing that staticcheck finds', () => go('tool', 'staticcheck', './...'), 8 * MINUTE);

  it(
    'passes its tests, under the race detector where there is a C compiler',
    async () => {
      const { race = '-count=1' } = toolchain?.values ?? {};
      const printed = await go('test', race, './...');
      expect([...printed.matchAll(/^ok\s+(\S+)/gm)].map(([, name]) => name)).toEqual([
        'mcp-package/internal/rest',
        'mcp-package/internal/server',
      ]);
    },
    8 * MINUTE,
  );
});
