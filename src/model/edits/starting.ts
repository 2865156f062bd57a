import { yamlString } from '../../escape/data.js';
import type { ServiceModel, Tool } from '../types.js';

/** Where a project keeps what its owner decides about tools. */
export const TOOLS_FILE = 'tools.yaml';

const HEAD = `# What you decide about the tools of this server. It is yours: nothing but you writes into this file.
# After a change: npx create-mcp-server regenerate
#
# An entry per operation, by operationId, by tool name or as "GET /path"; every member is optional:
#   name: find_books            the tool's name: small letters, digits, _
#   title: Find books           for people
#   description: …              for the model; all of it
#   hidden: { limit: 20 }       arguments that callers do not see, with the value that is always sent; null: never sent
#   pinned: true                a tool of its own, also where tools are found by search
#   off: true                   no tool at all
#   hints: { readOnly: true }   also destructive, idempotent, openWorld
`;

/** The file of a new project: what can be decided, and an example. */
export function toolsFileHead(model: ServiceModel): string {
  const [first] = model.tools;
  const example =
    first === undefined
      ? ''
      : `#\n# tools:\n#   ${first.operation}:\n#     title: ${yamlString(titleOf(first))}\n`;
  return `${HEAD}${example}`;
}

/** A file with every tool in it as it is, commented out, to start a review from. */
export function toolsFileOf(model: ServiceModel): string {
  const requests = new Map(model.operations.map(({ id, method, path }) => [id, `${method} ${path.spec}`]));
  const entries = model.tools.flatMap((tool) => [
    `  ${tool.operation}: # ${yamlString(requests.get(tool.operation) ?? '')}`,
    `    # name: ${tool.name}`,
    `    # title: ${yamlString(titleOf(tool))}`,
    `    # description: ${yamlString(tool.description.spec)}`,
    ...(tool.arguments.length === 0
      ? []
      : [`    # hidden: { ${tool.arguments.map(({ name }) => name).join(', ')} }`]),
  ]);
  return `${HEAD}\ntools:\n${entries.join('\n')}\n`;
}

const titleOf = ({ title }: Tool): string => title.spec;
