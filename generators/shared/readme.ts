import { clip, firstSentence, isBlank } from '../../src/escape/text.js';
import type { ServiceModel, Tool } from '../../src/model/types.js';

/** `1,223`. Not by Intl, which costs 50 ms to load. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const plural = (count: number, word: string): string =>
  `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;

/** A line per tool: its required parameters by name, then how many more there are. */
function toolRow(tool: Tool): object {
  const params = tool.arguments.map(({ name, required }) => (required ? name : `${name}?`));
  const shown = params.slice(0, 12);
  return {
    name: tool.name,
    about: isBlank(tool.title) ? '' : firstSentence(tool.title, 100),
    params: params.length > shown.length ? [...shown, `and ${params.length - shown.length} more`] : shown,
  };
}

/** The tools by tag, for services with many. */
export function groupViews(model: ServiceModel): object[] {
  const toolOf = new Map(model.tools.map((tool) => [tool.operation, tool]));
  const byTag = new Map<string, Tool[]>();
  for (const { id, tag } of model.operations) {
    const tool = toolOf.get(id);
    if (tool === undefined) continue;
    const tools = byTag.get(tag);
    if (tools === undefined) byTag.set(tag, [tool]);
    else tools.push(tool);
  }
  return model.tags.flatMap((tag) => {
    const tools = byTag.get(tag.id) ?? [];
    if (tools.length === 0) return [];
    const about = isBlank(tag.description) ? '' : clip(tag.description ?? '', 200);
    return [{ title: clip(tag.name, 80), about, tools: tools.map(toolRow) }];
  });
}
