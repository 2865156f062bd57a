import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import type { World } from '../world.js';
import type { RegenerateFlags } from './flags.js';

/** A program generates what its own templates say: `--to` can only name this one. Errors: `manage.other-version`. */
export function rightVersion({ to }: RegenerateFlags, { version }: World): Staged<null> {
  if (to === undefined || to === version) return { ok: true, value: null, diagnostics: [] };
  const message = `This is version ${version}, and --to asks for ${to}.`;
  const fix = `Run that one: npx create-mcp-server@${to} regenerate`;
  return { ok: false, diagnostics: [problem('manage.other-version', message, { fix })] };
}
