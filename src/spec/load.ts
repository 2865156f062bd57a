import type { Staged } from '../diagnostics/types.js';
import type { Beside, LoadPolicy, LoadSpec, SpecDocument, SpecSource, SpecWorld } from '../stages.js';
import { copyNames } from './files.js';
import { loadBeside, loadOverlays, overlayCopies } from './overlay/load.js';
import type { Overlay } from './overlay/read.js';
import { Origins } from './document.js';
import type { ParsedFile } from './parse/file.js';
import { parseText } from './parse/parse.js';
import { type Recognised, recognise } from './recognise.js';
import { FileSet } from './refs/files.js';
import { inlinePathItems } from './refs/inline.js';
import { placeTargets } from './refs/place.js';
import { resolveRefs } from './refs/resolve.js';
import { mendShape } from './repair/mend.js';
import { mendDocument } from './repair/document.js';
import { Report } from './report.js';
import type { Location } from './source/location.js';
import { readSource } from './source/read.js';
import { Swagger2 } from './upgrade/swagger2.js';

/**
 * Reads a document, in whatever version and however many files, into one tree of the 3.x shape in which every `$ref` is
 * local and leads to something of the right kind.
 *
 * What is normalised: 2.0 becomes 3.0 (see `upgrade/`), path item references are replaced by what they name, defects of
 * structure are mended (see `repair/`). What is not: the schemas of 3.0 and 2.0 keep `nullable`, boolean
 * `exclusiveMinimum` and `example`; `version` tells which dialect they are in (2.0 as 3.0). Members beside a `$ref`
 * stay, too. Extensions, examples and defaults are free data; a `$ref` in them means nothing and is left as it is.
 */
export const loadSpec: LoadSpec = async (source, policy, world, beside = {}) => {
  const report = new Report();
  const value = await load(source, beside, policy, world, report);
  return finish(value, report);
};

function finish(value: SpecDocument | undefined, report: Report): Staged<SpecDocument> {
  const diagnostics = report.diagnostics();
  return value === undefined || report.failed ? { ok: false, diagnostics } : { ok: true, value, diagnostics };
}

async function load(
  source: SpecSource,
  beside: Beside,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<SpecDocument | undefined> {
  const read = await readSource(source, policy, world, report);
  if (read === undefined) return undefined;
  const overlays = await loadOverlays(beside.overlays ?? [], policy, world, report);
  const toolsFile = await loadBeside(beside.toolsFile, policy, world, report);
  const parsed = await parseText(read.name, read.text, report);
  if (parsed === undefined || overlays === undefined) return undefined;
  const entry = await overlaid(parsed, overlays, report);
  if (entry === undefined) return undefined;
  const recognised = recognise(entry, report);
  if (recognised === undefined) return undefined;
  const files = new FileSet(entry, read.location, policy, world, report);
  const origins = await normalise(entry, recognised, files, read.location, report);
  if (origins === undefined) return undefined;
  const { root, version } = recognised;
  return {
    name: entry.name,
    version,
    root,
    files: copyNames(files.files),
    overlays: overlayCopies(overlays),
    ...(toolsFile === undefined ? {} : { toolsFile }),
    positionOf: (pointer) => origins.place(entry, root, pointer),
  };
}

/** What applies overlays, JSONPath among it, loads only where there is one. */
async function overlaid(
  parsed: ParsedFile,
  overlays: readonly Overlay[],
  report: Report,
): Promise<ParsedFile | undefined> {
  if (overlays.length === 0) return parsed;
  const { applyOverlays } = await import('./overlay/apply.js');
  return applyOverlays(parsed, overlays, report);
}

/** Brings the tree into shape, in place; undefined when the report says why it cannot be. */
async function normalise(
  entry: ParsedFile,
  { root, version }: Recognised,
  files: FileSet,
  location: Location,
  report: Report,
): Promise<Origins | undefined> {
  const origins = new Origins();
  const swagger2 = version === '2.0' ? new Swagger2(entry, root, origins, report) : undefined;
  const open = files.open.bind(files);
  const sites = await resolveRefs(entry, open, mendShape, report, swagger2?.note.bind(swagger2));
  if (report.failed) return undefined;
  inlinePathItems(root, sites, origins, report, (original, copy) => swagger2?.noteCopy(original, copy));
  sites.settle();
  swagger2?.upgrade(sites);
  const moved = mendDocument({ entry, root, sites, origins, report, location, version });
  // A repair can shift the places in a list, which matters only to references that lead deep into the tree.
  const isShifted = report.count > 0 && sites.all.some(({ target }) => (target?.segments.length ?? 0) > 3);
  if (moved || isShifted || swagger2 !== undefined || files.files.size > 1)
    placeTargets(root, sites, origins);
  return report.failed ? undefined : origins;
}
