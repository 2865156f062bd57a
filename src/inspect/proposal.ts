import { yamlString } from '../escape/data.js';
import type { JsonValue, ServiceModel } from '../model/types.js';
import { usablePattern } from '../model/schema/pattern.js';
import { applyOverlays } from '../spec/overlay/apply.js';
import { type Overlay, readOverlay } from '../spec/overlay/read.js';
import type { ParsedFile } from '../spec/parse/file.js';
import { parseText } from '../spec/parse/parse.js';
import { fromPointer } from '../spec/pointer.js';
import { resolveRefs } from '../spec/refs/resolve.js';
import { mendShape } from '../spec/repair/mend.js';
import { Report } from '../spec/report.js';
import type { SpecDocument } from '../stages.js';
import { jsonPath, type OverlayAction, overlayActions } from './difference.js';

/**
 * The repairs that this program makes when it reads a document, as actions of an overlay: what the document is, against what is
 * made of it. Empty where nothing is repaired, and for documents of several files, whose parts an overlay cannot reach. Of an
 * OpenAPI 2.0 document only what can be mended before it is brought to 3.x.
 */
export async function proposedActions(document: SpecDocument, model: ServiceModel): Promise<OverlayAction[]> {
  return (await repairsOf(document, model)).filter(({ target }) => isAddressable(target));
}

/** Readers of JSONPath differ on escaped control characters in names. */
const isAddressable = (target: string): boolean => !/\\u00[01]/.test(target);

async function repairsOf(document: SpecDocument, model: ServiceModel): Promise<OverlayAction[]> {
  if (document.files.length !== 1) return [];
  const [before, own] = await Promise.all([readAgain(document), readAgain(document)]);
  if (before === undefined || own === undefined) return [];
  if (document.version !== '2.0') {
    return [
      ...overlayActions(before.value, document.root),
      ...patternActions(document.root),
      ...operationIds(model),
    ];
  }
  await resolveRefs(own, async () => undefined, mendShape, new Report());
  return [...overlayActions(before.value, own.value), ...patternActions(own.value)];
}

/** The entry document as it is written, with the overlays that were given. */
async function readAgain(document: SpecDocument): Promise<ParsedFile | undefined> {
  const report = new Report();
  const entry = await parseText(document.name, document.files[0]?.text ?? '', report);
  const overlays: Overlay[] = [];
  for (const { path, text } of document.overlays ?? []) {
    const file = await parseText(path, text, report);
    const overlay = file === undefined ? undefined : readOverlay(file, report);
    if (overlay !== undefined) overlays.push(overlay);
  }
  return entry === undefined ? undefined : applyOverlays(entry, overlays, report);
}

/** Data of the document's author, in which a member called pattern means something else. */
const DATA: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** Patterns that are mended, or left out, when a tool is made of their schema. */
function patternActions(value: JsonValue, path: readonly (string | number)[] = []): OverlayAction[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => patternActions(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (DATA.has(key) || key.startsWith('x-')) return [];
    if (key !== 'pattern' || typeof member !== 'string') return patternActions(member, [...path, key]);
    const usable = usablePattern(member);
    if (usable === member) return [];
    if (usable === undefined) return [{ target: jsonPath([...path, key]), remove: true }];
    return [{ target: jsonPath(path), update: { pattern: usable } }];
  });
}

/** Ids that stand twice: the later operations get that of their tool. */
function operationIds({ operations }: ServiceModel): OverlayAction[] {
  const seen = new Set<string>();
  return operations.flatMap(({ operationId, id, pointer }) => {
    const isFirst = operationId === undefined || !seen.has(operationId.spec);
    if (operationId !== undefined) seen.add(operationId.spec);
    return isFirst ? [] : [{ target: jsonPath(fromPointer(pointer)), update: { operationId: id } }];
  });
}

/** An Overlay 1.1 in YAML, an action after the other; values as JSON, which YAML holds. */
export function overlayText(title: string, actions: readonly OverlayAction[]): string {
  const items = actions.map(({ target, update, remove }) =>
    [
      `  - target: ${yamlString(target)}`,
      ...(remove === true ? ['    remove: true'] : []),
      ...(update === undefined ? [] : [`    update: ${flow(update)}`]),
    ].join('\n'),
  );
  return [
    '# What create-mcp-server mends in the document, as an overlay. Look at each action before you use it:',
    '#   npx create-mcp-server <dir> --spec <document> --overlay <this file>',
    'overlay: 1.1.0',
    'info:',
    `  title: ${yamlString(`Repairs of ${title}`)}`,
    '  version: 1.0.0',
    `actions:${items.length === 0 ? ' []' : ''}`,
    ...items,
    '',
  ].join('\n');
}

function flow(value: JsonValue): string {
  if (typeof value === 'string') return yamlString(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${yamlString(key)}: ${flow(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
