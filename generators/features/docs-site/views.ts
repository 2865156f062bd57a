import { clip, isBlank, openText } from '../../../src/escape/text.js';
import type { Argument, JsonObject, JsonValue, ServiceModel, Tool } from '../../../src/model/types.js';
import type { Additions } from '../../../src/plan/types.js';
import { requestLine } from '../../shared/operation.js';
import { apiSettings, featureGroups, serverSettings } from '../../shared/settings.js';

export const indexView = ({ service, tools }: ServiceModel, program: string): object => ({
  title: clip(service.title, 80),
  description: isBlank(service.description) ? null : clip(service.description ?? '', 500),
  program,
  count: String(tools.length),
});

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `integer, required`, by the schema that clients see. */
function kindOf({ name, required }: Argument, { inputSchema }: Tool): string {
  const { properties } = inputSchema;
  const schema = isObject(properties) ? properties[name] : undefined;
  const type = isObject(schema) ? schema['type'] : undefined;
  const said = typeof type === 'string' || Array.isArray(type) ? [type].flat().join(' or ') : 'any';
  return required ? `${said}, required` : said;
}

/** Every tool with its arguments and the request behind it. */
export function toolsView({ operations, tools }: ServiceModel): object {
  const operationOf = new Map(operations.map((operation) => [operation.id, operation]));
  const view = (tool: Tool): object => {
    const operation = operationOf.get(tool.operation);
    const text = openText(tool.description).trim();
    return {
      name: tool.name,
      about: clip(text === '' ? tool.title : text, 600),
      request: operation === undefined ? '' : requestLine(operation),
      effect: tool.annotations.readOnlyHint ? 'reads only' : 'changes something',
      rows: tool.arguments.map((argument) => ({
        name: argument.name,
        kind: kindOf(argument, tool),
        about: clip(argument.description ?? '', 300),
      })),
    };
  };
  return { tools: tools.map(view) };
}

export const settingsView = (model: ServiceModel, additions: Additions): object => ({
  api: apiSettings(model),
  server: serverSettings(model, additions),
  features: featureGroups(additions),
});
