import type { Lists } from '../capture/lists.js';
import { sampleArguments, sampleText } from './samples.js';
import type { PlannedCall } from './types.js';

type Json = Readonly<Record<string, unknown>>;

/** So many calls that a large server is proven in minutes; what is left out is said. */
const MAX_CALLS = 160;

/** Every tool with its required and with all arguments, every resource, every prompt. */
export function planCalls(lists: Lists): { readonly calls: readonly PlannedCall[]; readonly left: number } {
  const tools = lists.tools.flatMap(toolCalls);
  const resources = lists.resources.map(({ uri }) => resourceCall('resource', String(uri), String(uri)));
  const templates = lists.resourceTemplates.map(({ uriTemplate }) =>
    resourceCall('template', String(uriTemplate), filled(String(uriTemplate))),
  );
  const prompts = lists.prompts.map(promptCall);
  const all = [...tools, ...resources, ...templates, ...prompts];
  // One call of each item goes before the second of any.
  const ordered = [
    ...all.filter(({ variant }) => variant === 'required'),
    ...all.filter(({ variant }) => variant === 'all'),
  ];
  return { calls: ordered.slice(0, MAX_CALLS), left: Math.max(0, ordered.length - MAX_CALLS) };
}

function toolCalls({ name, inputSchema }: Json): PlannedCall[] {
  const item = String(name);
  const call = (variant: PlannedCall['variant']): PlannedCall => ({
    kind: 'tool',
    item,
    method: 'tools/call',
    params: { name: item, arguments: sampleArguments(inputSchema, variant) },
    variant,
  });
  const [least, most] = [call('required'), call('all')];
  return JSON.stringify(least.params) === JSON.stringify(most.params) ? [least] : [least, most];
}

const resourceCall = (kind: 'resource' | 'template', item: string, uri: string): PlannedCall => ({
  kind,
  item,
  method: 'resources/read',
  params: { uri },
  variant: 'required',
});

/** `notes://{name}` → `notes://a-name`. */
const filled = (template: string): string =>
  template.replace(/\{[^}a-z]*([a-z_0-9]*)[^}]*\}/gi, (_, name: string) =>
    encodeURIComponent(sampleText(name).replaceAll(' ', '-')),
  );

function promptCall({ name, arguments: given }: Json): PlannedCall {
  const list = Array.isArray(given) ? (given as Json[]) : [];
  const values = list.map((one) => [String(one['name']), sampleText(String(one['name']))]);
  return {
    kind: 'prompt',
    item: String(name),
    method: 'prompts/get',
    params: { name, arguments: Object.fromEntries(values) },
    variant: 'required',
  };
}
