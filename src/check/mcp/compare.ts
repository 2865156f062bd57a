import { isDeepStrictEqual } from 'node:util';
import type { ServiceModel, Tool } from '../../model/types.js';
import type { Finding } from '../../plan/types.js';

/** A tool as a server lists it. */
export interface ListedTool {
  readonly name: string;
  readonly inputSchema: unknown;
  readonly annotations?: { readonly readOnlyHint?: boolean | undefined } | undefined;
}

/** The three tools of dynamic mode. */
export const TRIO = ['search_operations', 'describe_operation', 'call_operation'] as const;

/** Tools of the model that a server must list as they are: all of them, or the pinned ones. */
export const listedOf = (model: ServiceModel): readonly Tool[] =>
  model.toolMode === 'static' ? model.tools : model.tools.filter(({ pinned }) => pinned);

/** What is missing or differs. Tools that the model does not know are the owner's own and fine. */
export function compareTools(listed: readonly ListedTool[], model: ServiceModel): Finding[] {
  const byName = new Map(listed.map((tool) => [tool.name, tool]));
  const findings: Finding[] = [];
  if (byName.size < listed.length) findings.push({ message: 'two tools have the same name' });
  for (const name of model.toolMode === 'dynamic' ? TRIO : []) {
    if (!byName.has(name)) findings.push({ message: `${name} is not listed` });
  }
  for (const tool of listedOf(model)) {
    const found = byName.get(tool.name);
    if (found === undefined) findings.push({ message: `${tool.name} is not listed` });
    else findings.push(...differences(found, tool));
  }
  return findings;
}

function differences(found: ListedTool, tool: Tool): Finding[] {
  const wrong: string[] = [];
  if (!isDeepStrictEqual(found.inputSchema, tool.inputSchema)) wrong.push('input schema');
  if (found.annotations?.readOnlyHint !== tool.annotations.readOnlyHint) wrong.push('annotations');
  return wrong.map((what) => ({ message: `${tool.name}: the ${what} differs from the plan` }));
}

/** How many tools a listing has beyond the plan's. */
export function ownTools(listed: readonly ListedTool[], model: ServiceModel): number {
  const planned = new Set<string>([...listedOf(model).map(({ name }) => name), ...TRIO]);
  return listed.filter(({ name }) => !planned.has(name)).length;
}
