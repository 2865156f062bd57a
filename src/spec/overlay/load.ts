import { basename } from 'node:path';
import type { LoadPolicy, SpecDocument, SpecSource, SpecWorld } from '../../stages.js';
import { parseText } from '../parse/parse.js';
import type { ParsedFile } from '../parse/file.js';
import type { Report } from '../report.js';
import { readSource } from '../source/read.js';
import { type Overlay, readOverlay } from './read.js';

/** Overlays in their order, read and checked; undefined when the report says why not. */
export async function loadOverlays(
  sources: readonly SpecSource[],
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<readonly Overlay[] | undefined> {
  const overlays: Overlay[] = [];
  for (const source of sources) {
    const file = await loadBeside(source, policy, world, report);
    const overlay = file === undefined ? undefined : readOverlay(file, report);
    if (overlay === undefined) return undefined;
    overlays.push(overlay);
  }
  return overlays;
}

/** One file that is read beside the document; undefined when there is none, or the report says why it cannot be had. */
export async function loadBeside(
  source: SpecSource | undefined,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<ParsedFile | undefined> {
  const read = source === undefined ? undefined : await readSource(source, policy, world, report);
  return read === undefined ? undefined : parseText(read.name, read.text, report);
}

/** The texts for their copies in the project: `overlays/fixes.yaml`, each under a name of its own. */
export function overlayCopies(overlays: readonly Overlay[]): SpecDocument['files'] {
  const used = new Set<string>();
  return overlays.map(({ file }) => {
    const name = copyName(file);
    let free = name;
    for (let number = 2; used.has(free.toLowerCase()); number++)
      free = name.replace(/(?=\.\w+$)/, `-${number}`);
    used.add(free.toLowerCase());
    return { path: `overlays/${free}`, text: file.text };
  });
}

function copyName(file: ParsedFile): string {
  const own = basename(file.name.replace(/[?#].*$/, '')).replace(/\.[^.]*$/, '');
  const safe = own
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${safe || 'overlay'}.${file.format}`;
}
