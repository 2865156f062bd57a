import { EXIT } from '../diagnostics/types.js';
import { visible } from '../diagnostics/visible.js';
import type { ServiceModel } from '../model/types.js';
import { resolveOptions } from '../options/resolve.js';
import type { Answers } from '../options/table.js';
import { modelOf } from '../pipeline.js';
import { createLoader } from './loader.js';
import { type Outcome, failure, printDiagnostics } from './outcome.js';
import { toolsText } from './report.js';
import type { World } from './world.js';

const MAX_SUMMARY = 60;

/** `create-mcp-server inspect <document>`: tools, what they cost, and what the document lacks. Writes nothing. */
export async function inspect(flags: Answers, world: World): Promise<Outcome> {
  const verbose = flags.verbose === true;
  const options = resolveOptions({ flags, config: {}, answers: {}, preset: {} });
  if (!options.ok) return failure(options.diagnostics, world, verbose);
  const loaded = await createLoader(world)(options.value);
  if (!loaded.ok) return failure(loaded.diagnostics, world, verbose);
  const built = modelOf(loaded.value.document, options.value, await world.stages());
  const found = [...loaded.diagnostics, ...built.diagnostics];
  if (!built.ok) return failure(found, world, verbose);
  world.screen.say(toolsText(built.value));
  world.screen.say(toolTable(built.value));
  await printDiagnostics(found, world, verbose);
  return { exitCode: EXIT.ok, diagnostics: found, json: inspectionJson(built.value) };
}

/** One line per tool: name, tokens, request. */
function toolTable(model: ServiceModel): string {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const width = Math.max(...model.tools.map((tool) => tool.name.length));
  return model.tools
    .map((tool) => {
      const operation = operations.get(tool.operation);
      const request = operation === undefined ? '' : `${operation.method} ${operation.path.spec}`;
      return `${tool.name.padEnd(width)} ${String(tool.tokens).padStart(6)} tokens  ${visible(request).slice(0, MAX_SUMMARY)}`;
    })
    .join('\n');
}

const inspectionJson = (model: ServiceModel): Record<string, unknown> => ({
  service: { title: model.service.title.spec, slug: model.service.slug },
  operations: model.operations.length,
  mode: model.toolMode,
  tokens: model.tools.reduce((sum, tool) => sum + tool.tokens, 0),
  tools: model.tools.map(({ name, operation, tokens, annotations }) => ({
    name,
    operation,
    tokens,
    readOnly: annotations.readOnlyHint,
  })),
});
