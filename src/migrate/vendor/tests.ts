/** The source's own tests, after calls of a library went to `api_client.py`: they follow where they can, file by file. */
import { type AdaptedTests, adaptEach, followAwaited, movingOfTest } from '../client/tests.js';
import { addEdit, Kept, type Moving } from '../client/work.js';
import { literalText } from '../facts/strings.js';
import { type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { dotted } from '../typing/reexports.js';
import { boundBy } from './names.js';
import type { Survey } from './types.js';

/** Adapts tests, given as path → text, to a program whose calls `before` moved. */
export const adaptVendorTests = (
  tests: ReadonlyMap<string, string>,
  surveys: readonly Survey[],
  before: Moving,
): Promise<AdaptedTests> => adaptEach(tests, (typing) => adapted(typing, surveys, before));

function adapted(typing: Typing, surveys: readonly Survey[], before: Moving): string {
  const work = movingOfTest(typing, before);
  const places = placesOf(surveys, before);
  for (const node of walk(typing.root)) {
    if (node.type === 'string') follow(node, places, typing, work);
    if (node.type !== 'attribute') continue;
    const reached = [...places.keys()].find((place) => place.endsWith(`.${textOf(node, typing)}`));
    if (reached !== undefined) throw new Kept(`it replaces something of ${reached}`, typing, node);
  }
  return followAwaited(typing, before, work);
}

/** Where modules named a library, by full names → what stands for it in `api_client.py`; undefined for a class. */
function placesOf(
  surveys: readonly Survey[],
  { modules, package: name }: Moving,
): Map<string, string | undefined> {
  const places = new Map<string, string | undefined>();
  for (const { library, uses } of surveys) {
    for (const module of modules) {
      for (const { local, full } of boundBy(library, module)) {
        const owner = uses.map((use) => use.owner).find((one) => one.kind === 'module' && one.full === full);
        places.set(`${dotted(module.path)}.${local}`, owner && `${name}.api_client.${owner.expression}`);
      }
    }
  }
  return places;
}

/** `patch("x.client.Entrez.efetch")` → `patch("x.api_client.Entrez.efetch")`. */
function follow(
  node: PyNode,
  places: ReadonlyMap<string, string | undefined>,
  typing: Typing,
  work: Moving,
): void {
  const text = literalText(node, typing.text) ?? '';
  for (const [place, now] of places) {
    if (text !== place && !text.startsWith(`${place}.`)) continue;
    if (now === undefined || text === place) throw new Kept(`it replaces ${place}`, typing, node);
    const renamed = `${now}${text.slice(place.length)}`;
    addEdit(typing, { start: node.start, end: node.end, text: JSON.stringify(renamed) }, work);
  }
}
