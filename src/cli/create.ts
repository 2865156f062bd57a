import { EXIT } from '../diagnostics/types.js';
import { effectiveOptions } from '../options/effective.js';
import type { Answers } from '../options/table.js';
import { modelOf } from '../pipeline.js';
import { gather } from './gather.js';
import { failure, type Outcome, printDiagnostics } from './outcome.js';
import type { World } from './world.js';

/** `create-mcp-server [dir]`: from answers and a document to a written, installed and checked project. */
export async function create(flags: Answers, world: World): Promise<Outcome> {
  const gathered = await gather(flags, world);
  if (!gathered.ok) return failure(gathered.diagnostics, world, flags.verbose === true);
  if (gathered.value === 'cancelled') return { exitCode: EXIT.cancelled, diagnostics: [], json: {} };
  const { options, origin, document } = gathered.value;
  const built = modelOf(document, options, await world.stages());
  const found = [...gathered.diagnostics, ...built.diagnostics];
  if (!built.ok) return failure(found, world, options.verbose);
  if (options.dumpModel) {
    await printDiagnostics(found, world, options.verbose);
    return { exitCode: EXIT.ok, diagnostics: found, json: { model: built.value } };
  }
  const effective = effectiveOptions(options, built.value);
  const { produce } = await import('./produce.js');
  return produce({ options: effective, origin, document, model: built.value, found }, world);
}
