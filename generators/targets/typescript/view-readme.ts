import { clip, isBlank, joinText, openText } from '../../../src/escape/text.js';
import type { JsonObject, Tool } from '../../../src/model/types.js';
import { slotTexts } from '../../shared/additions.js';
import { requestLine } from '../../shared/operation.js';
import { grouped, groupViews, plural } from '../../shared/readme.js';
import { featureSettings, serverSettings } from '../../shared/settings.js';
import { hasFeatures } from './additions.js';
import type { Context } from './context.js';
import { packageManagerOf } from './package-manager.js';
import { argumentType } from './types.js';

function clientConfigs(context: Context, credentials: readonly string[]): Record<string, JsonObject> {
  const env = Object.fromEntries(credentials.map((name) => [name, '...']));
  const stdio = {
    command: 'node',
    args: [`/path/to/${context.distribution}/dist/index.js`],
    ...(credentials.length === 0 ? {} : { env }),
  };
  const url = 'http://127.0.0.1:8000/mcp';
  const { slug } = context.options;
  return {
    stdioConfig: { mcpServers: { [slug]: stdio } },
    httpConfig: { mcpServers: { [slug]: { url } } },
    vscodeConfig: {
      servers: { [slug]: { type: 'stdio', ...stdio }, [`${slug}-http`]: { type: 'http', url } },
    },
  };
}

function toolView(tool: Tool, context: Context): object {
  const operation = context.model.operations.find(({ id }) => id === tool.operation);
  const text = openText(tool.description).trim();
  return {
    name: tool.name,
    about: clip(text === '' ? tool.title : text, 600),
    request: operation === undefined ? '' : requestLine(operation),
    params: tool.arguments.map((argument) => ({
      name: argument.name,
      type: argumentType(argument.type, context.types).ts,
      need: argument.required ? 'required' : '',
      about: clip(argument.description ?? '', 300),
    })),
  };
}

function layoutRows(context: Context): object[] {
  const { layout, options } = context;
  const end = layout.split ? '/' : '.ts';
  const rows = [
    ['src/index.ts', 'the command'],
    ['src/server.ts', 'the server'],
    ['src/tools/', 'what each tool calls, a file per group'],
    ['src/tools.json', 'names, descriptions and input schemas, as clients see them'],
    [`src/client${end}`, 'the client of the API'],
    [`src/models${end}`, 'what the API answers, as schemas of zod with their types'],
    ['src/custom-tools.ts', 'your own tools'],
    ...(hasFeatures(context) ? [['src/features/', 'what stands around the tools']] : []),
    ['src/runtime/', 'requests, validation, transports: the same in every project'],
    ['tests/', 'tests; the calls of all tools are in tests/cases/'],
    ...(options.specFile === undefined
      ? []
      : [[options.specFile, 'the document that all this is made from']]),
  ];
  return rows.map(([path, about]) => ({ path, about }));
}

/** The README of the project. Small services show each tool with its parameters, large ones a table per group. */
export function readmeView(context: Context): object {
  const { model, options, layout, additions } = context;
  const api = context.apiSettings;
  const credentials = api.filter(({ required }) => required).map(({ name }) => name);
  const dynamic = model.toolMode === 'dynamic';
  const own = options.description ?? model.service.description;
  return {
    title: clip(model.service.title, 80),
    description: isBlank(own) ? null : clip(own ?? '', 500),
    offer: dynamic
      ? joinText('three tools that find and call its ', plural(model.tools.length, 'operation'))
      : plural(model.tools.length, 'tool'),
    slug: options.slug,
    manager: packageManagerOf(options).manager,
    distribution: context.distribution,
    generatorVersion: options.generatorVersion,
    specFile: options.specFile ?? null,
    credentials,
    ...clientConfigs(context, credentials),
    settings: [...api, ...serverSettings(model, additions), ...featureSettings(additions)],
    sections: slotTexts(additions, 'readme.sections'),
    dynamic,
    operationCount: grouped(model.tools.length),
    groups: layout.split ? groupViews(model) : [],
    tools: layout.split ? [] : model.tools.map((tool) => toolView(tool, context)),
    layout: layoutRows(context),
  };
}
