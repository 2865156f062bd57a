import type { Staged } from '../diagnostics/types.js';
import type { LoadSpec, SpecDocument } from '../stages.js';
import { Origins } from './document.js';
import { parseText } from './parse/parse.js';
import { recognise } from './recognise.js';
import { Report } from './report.js';
import { resolveRefs } from './refs/resolve.js';
import { readSource } from './source/read.js';

/**
 * Reads a document, in whatever version and however many files, into one tree of the 3.x shape in which every `$ref` is
 * local and leads to something of the right kind.
 */
export const loadSpec: LoadSpec = async (source, policy, world) => {
  const report = new Report();
  const fail = (): Staged<SpecDocument> => ({ ok: false, diagnostics: report.diagnostics() });
  const read = await readSource(source, policy, world, report);
  if (read === undefined) return fail();
  const entry = await parseText(read.name, read.text, report);
  if (entry === undefined) return fail();
  const recognised = recognise(entry, report);
  if (recognised === undefined) return fail();
  const { root, version } = recognised;
  const origins = new Origins();
  await resolveRefs(
    entry,
    async () => undefined,
    ({ value }) => value,
    report,
  );
  if (report.failed) return fail();
  const value: SpecDocument = {
    name: entry.name,
    version,
    root,
    files: [{ path: read.fileName, text: read.text }],
    positionOf: (pointer) => origins.place(entry, root, pointer),
  };
  return { ok: true, value, diagnostics: report.diagnostics() };
};
