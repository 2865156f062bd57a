import type { Staged } from '../../diagnostics/types.js';
import type { CheckUi } from '../types.js';
import { findToolchain } from './index.js';
import { thisMachine } from './machine.js';
import type { Toolchain, Wish } from './types.js';

/**
 * Finds on this machine, or fetches into places of our own, what installing and checking a project of `target` takes. Call it before
 * planning: `languageVersion` is what the project is to be written for.
 * Errors: `toolchain.no-python`, `toolchain.no-uv`, `toolchain.unknown`; the project can then still be written, for its default version.
 */
export async function prepareToolchain(
  target: string,
  wish: Wish,
  ui: Pick<CheckUi, 'onNote'>,
  signal?: AbortSignal,
): Promise<Staged<Toolchain>> {
  const found = await findToolchain(target, wish, thisMachine(ui.onNote, signal));
  return 'value' in found
    ? { ok: true, value: found.value, diagnostics: [] }
    : { ok: false, diagnostics: [found.problem] };
}
