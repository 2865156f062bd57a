// All combinations of presets and features, in memory: tests/output/matrix.test.ts does it with the sources.
import { join } from 'node:path';
import { ROOT, run } from '../kits/lib/world.mjs';
import { load } from '../load.mjs';

const MINUTE = 60_000;

/** `{ presets, features }`: ids of what projects of a language can have. */
export async function listed(target = 'python') {
  const { choicesFor, FEATURES, PRESETS } = await load(
    `export { choicesFor, FEATURES, PRESETS } from './options/choices.js';`,
  );
  const ids = (choices) => choicesFor(choices, target).map(({ value }) => value);
  return { presets: ids(PRESETS), features: ids(FEATURES) };
}

/** `part`: `all`, or the number of a slice. `{ passed, failed }` */
export async function combinationsInMemory(target, part) {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const slice = part === 'all' ? { MATRIX: 'all' } : { MATRIX_PART: part };
  const env = { MATRIX_TARGET: target, ...slice };
  const command = [process.execPath, vitest, 'run', 'tests/output/matrix.test.ts'];
  const { code, stdout, stderr } = await run(command, {
    env: { NO_COLOR: '1', ...env },
    timeoutMs: 60 * MINUTE,
  });
  const line = /^ +Tests +(.*)$/m.exec(stdout)?.[1] ?? '';
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  if (code !== 0) console.error(`${stdout.slice(-4000)}${stderr.slice(-1000)}`);
  return { passed: count('passed'), failed: code === 0 ? 0 : Math.max(1, count('failed')) };
}
