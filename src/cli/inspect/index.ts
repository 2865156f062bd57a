import { resolve } from 'node:path';
import { type Diagnostic, EXIT, type Staged } from '../../diagnostics/types.js';
import { inspectionOf } from '../../inspect/inspection.js';
import type { Inspection } from '../../inspect/types.js';
import { toolsFileOf } from '../../model/edits/starting.js';
import type { ServiceModel } from '../../model/types.js';
import { type Options, resolveOptions } from '../../options/resolve.js';
import type { Answers } from '../../options/table.js';
import { modelOf } from '../../pipeline.js';
import type { SpecDocument } from '../../stages.js';
import { codeOf, writeProblem } from '../../write/errors.js';
import { createLoader, type Loader } from '../loader.js';
import { failure, type Outcome, printDiagnostics, sourcesOf } from '../outcome.js';
import type { World } from '../world.js';
import type { InspectFiles } from './files.js';
import { inspectionText } from './screen.js';

interface Inspected {
  readonly options: Options;
  readonly document: SpecDocument;
  readonly model: ServiceModel;
  readonly found: readonly Diagnostic[];
}

/** `create-mcp-server inspect <document>`: tools, what they cost, and what the document lacks. */
export async function inspect(flags: Answers, world: World, files: InspectFiles = {}): Promise<Outcome> {
  const verbose = flags.verbose === true;
  const options = resolveOptions({ flags, config: {}, answers: {}, preset: {} });
  if (!options.ok) return failure(options.diagnostics, world, verbose);
  const load = createLoader(world);
  const looked = await look(options.value, load, world);
  if (!looked.ok) return failure(looked.diagnostics, world, verbose);
  const { found, model, document } = looked.value;
  const sources = await sourcesOf(found, world);
  const entry = document.files[0]?.text;
  const sourceOf = (file: string): string | undefined =>
    sources.get(file) ?? (file === document.name ? entry : undefined);
  const inspection = inspectionOf(model, document, found, sourceOf);
  world.screen.say(inspectionText(inspection, verbose, world.screen.columns));
  await printDiagnostics(found, world, verbose);
  const written = await writeFiles(files, looked.value, inspection, load, world);
  await printDiagnostics(written, world, verbose);
  const failed = written.some(({ severity }) => severity === 'error');
  return {
    exitCode: failed ? EXIT.input : EXIT.ok,
    diagnostics: [...found, ...written],
    json: inspectionJson(inspection),
  };
}

async function look(options: Options, load: Loader, world: World): Promise<Staged<Inspected>> {
  const loaded = await load(options);
  if (!loaded.ok) return loaded;
  const { document } = loaded.value;
  const built = modelOf(document, options, await world.stages());
  const found = [...loaded.diagnostics, ...built.diagnostics];
  if (!built.ok) return { ok: false, diagnostics: found };
  return { ok: true, value: { options, document, model: built.value, found }, diagnostics: [] };
}

async function writeFiles(
  files: InspectFiles,
  inspected: Inspected,
  inspection: Inspection,
  load: Loader,
  world: World,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  const write = async (file: string, text: string): Promise<boolean> => {
    const problem = await replaceFile(file, text, world);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined;
  };
  if (files.html !== undefined) {
    const { inspectionPage } = await import('../../inspect/page.js');
    if (await write(files.html, inspectionPage(inspection))) world.screen.say(`Written: ${files.html}`);
  }
  if (files.toolsYaml !== undefined && (await write(files.toolsYaml, toolsFileOf(inspected.model))))
    world.screen.say(`Written: ${files.toolsYaml}, for --tools-file`);
  if (files.proposeOverlay !== undefined) await propose(files.proposeOverlay, inspected, load, write, world);
  return problems;
}

/** Writes the overlay, then looks at the document with it: what is said is what is left. */
async function propose(
  file: string,
  { options, document, model, found }: Inspected,
  load: Loader,
  write: (file: string, text: string) => Promise<boolean>,
  world: World,
): Promise<void> {
  const { overlayText, proposedActions } = await import('../../inspect/proposal.js');
  const actions = await proposedActions(document, model);
  if (actions.length === 0) {
    world.screen.say('There is no repair that an overlay could make; no overlay is written.');
    return;
  }
  if (!(await write(file, overlayText(model.service.title.spec, actions)))) return;
  const after = await look({ ...options, overlay: [...(options.overlay ?? []), file] }, load, world);
  const left = countRepairs(after.ok ? after.value.found : after.diagnostics);
  const count = `${actions.length} ${actions.length === 1 ? 'action' : 'actions'}`;
  world.screen.say(
    `Written: ${file}, ${count} for --overlay; of ${countRepairs(found)} warnings and repairs ${left} are left with it`,
  );
}

const countRepairs = (found: readonly Diagnostic[]): number =>
  found.filter(({ severity }) => severity !== 'info').length;

/** Replaces a file as a whole. */
async function replaceFile(shown: string, text: string, world: World): Promise<Diagnostic | undefined> {
  const file = resolve(world.cwd, shown);
  const fresh = `${file}.${world.token()}`;
  try {
    await world.storage.writeFile(fresh, text, 0o644);
    world.storage.remove(file);
    world.storage.move(fresh, file);
    return undefined;
  } catch (error) {
    discard(fresh, world);
    return writeProblem(error, shown);
  }
}

/** Half a file does not stay; where not even its name was possible there is none. */
function discard(file: string, world: World): void {
  try {
    world.storage.remove(file);
  } catch (error) {
    if (codeOf(error) !== 'ENAMETOOLONG') throw error;
  }
}

const inspectionJson = ({
  service,
  operations,
  mode,
  tokens,
  tags,
  tools,
}: Inspection): Record<string, unknown> => ({
  service,
  operations,
  mode,
  tokens,
  tags,
  tools: tools.map((tool) => ({
    name: tool.name,
    operation: tool.operation,
    method: tool.method,
    path: tool.path,
    tag: tool.tag,
    tokens: tool.tokens,
    readOnly: tool.readOnly,
    deprecated: tool.deprecated,
    suspicious: tool.suspicious,
    cut: tool.cut,
  })),
});
