import { visible } from '../../diagnostics/visible.js';
import type { InspectedTool, Inspection } from '../../inspect/types.js';
import { thousands } from '../../options/numbers.js';

/** More lines than these are no screen: the rest is counted. */
const MAX_TAGS = 12;
const MAX_TOOLS = 20;
const MAX_NAME = 30;
const BAR = 24;

/** The document on one screen; `all`: every tag and every tool. */
export function inspectionText(inspection: Inspection, all: boolean, columns: number): string {
  const { tools, tags } = inspection;
  const shown = all || tools.length <= MAX_TOOLS ? tools : heaviest(tools);
  const isPart = shown.length < tools.length;
  return [
    ...head(inspection),
    ...(tags.length > 1 ? ['', ...tagLines(inspection, all)] : []),
    '',
    ...(isPart
      ? [`The ${shown.length} largest of ${thousands(tools.length)} tools (--verbose shows all):`]
      : []),
    ...toolLines(shown, columns),
  ].join('\n');
}

function head({ service, document, operations, mode, tools, tokens }: Inspection): string[] {
  const title = visible(service.title).slice(0, 80);
  const how =
    mode === 'dynamic' ? ', found through search_operations, describe_operation and call_operation' : '';
  const files = document.files === 1 ? '' : `, ${document.files} files`;
  return [
    `${title} (OpenAPI ${visible(document.version)}${files})`,
    `${counted(tools.length, 'tool')} for ${counted(operations, 'operation')}${how}`,
    `about ${thousands(tokens)} tokens if a model sees all of them`,
  ];
}

const counted = (count: number, noun: string): string =>
  `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;

/** A bar per tag, the most expensive first. */
function tagLines({ tags }: Inspection, all: boolean): string[] {
  const sorted = tags.toSorted((a, b) => b.tokens - a.tokens);
  const shown = all ? sorted : sorted.slice(0, MAX_TAGS);
  const most = Math.max(1, ...shown.map(({ tokens }) => tokens));
  const names = shown.map(({ name }) => visible(name).slice(0, MAX_NAME));
  const width = Math.max(...names.map((name) => name.length));
  const lines = shown.map(({ tokens, tools }, index) => {
    const bar = '█'.repeat(Math.max(1, Math.round((tokens / most) * BAR)));
    const name = (names[index] ?? '').padEnd(width);
    return `${name}  ${bar.padEnd(BAR)}  ${thousands(tokens).padStart(8)} tokens  ${counted(tools, 'tool')}`;
  });
  const rest = sorted.slice(shown.length);
  if (rest.length === 0) return lines;
  const tokens = rest.reduce((sum, tag) => sum + tag.tokens, 0);
  return [...lines, `and ${counted(rest.length, 'tag')} more with ${thousands(tokens)} tokens`];
}

const heaviest = (tools: readonly InspectedTool[]): InspectedTool[] =>
  tools.toSorted((a, b) => b.tokens - a.tokens).slice(0, MAX_TOOLS);

/** One line per tool: name, tokens, request, and what is to be known of it. */
function toolLines(tools: readonly InspectedTool[], columns: number): string[] {
  const width = Math.max(...tools.map(({ name }) => name.length));
  return tools.map((tool) => {
    const marks = [
      ...(tool.suspicious ? ['suspicious text'] : []),
      ...(tool.cut.length > 0 ? ['cut'] : []),
      ...(tool.deprecated ? ['deprecated'] : []),
    ];
    const request = visible(`${tool.method} ${tool.path}`);
    const room = Math.max(20, Math.min(60, columns - width - 26));
    const shown = request.length > room ? `${request.slice(0, room - 1)}…` : request;
    const note = marks.length === 0 ? '' : `  (${marks.join(', ')})`;
    return `${tool.name.padEnd(width)} ${String(tool.tokens).padStart(6)} tokens  ${shown}${note}`;
  });
}
