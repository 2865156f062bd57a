import { clip, isBlank, joinText, openText, type Text } from '../../../src/escape/text.js';
import type { JsonObject, Operation, Tool } from '../../../src/model/types.js';
import { ONE_FILE, slotTexts } from '../../shared/additions.js';
import { requestLine } from '../../shared/operation.js';
import { grouped, groupViews, plural } from '../../shared/readme.js';
import { apiSettings, featureSettings, serverSettings } from '../../shared/settings.js';
import type { Context } from './context.js';
import { argumentType } from './types.js';

interface Row {
  readonly name: string;
  readonly type: string;
  /** `required` or nothing. */
  readonly need: string;
  readonly about: Text;
}

function clientConfigs(context: Context, credentials: readonly string[]): Record<string, JsonObject> {
  const env = Object.fromEntries(credentials.map((name) => [name, '...']));
  const stdio = {
    command: 'uv',
    args: ['run', '--directory', `/path/to/${context.distribution}`, context.distribution],
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

const requestOf = (operation: Operation | undefined): Text =>
  operation === undefined ? '' : requestLine(operation);

function toolView(tool: Tool, context: Context): object {
  const params: Row[] = tool.arguments.map((argument) => ({
    name: argument.name,
    type: argumentType(argument.type, context.types).python,
    need: argument.required ? 'required' : '',
    about: clip(argument.description ?? '', 300),
  }));
  const text = openText(tool.description).trim();
  return {
    name: tool.name,
    about: clip(text === '' ? tool.title : text, 600),
    request: requestOf(context.operationOf.get(tool.operation)),
    params,
  };
}

function layoutRows({ package: name, layout, options, additions }: Context): object[] {
  const isOneFile = additions.shape === ONE_FILE;
  const root = `src/${name}`;
  const end = layout.split ? '/' : '.py';
  const code = isOneFile
    ? [[`${root}/server.py`, 'the client of the API and the tools: read it from top to bottom']]
    : [
        [`${root}/server${end}`, 'the tools'],
        [`${root}/api_client${end}`, 'the async client of the API'],
        [`${root}/api_models${end}`, 'pydantic models of what the API answers'],
      ];
  const rows = [
    ...code,
    [`${root}/tools.json`, 'names, descriptions and input schemas, as clients see them'],
    ...(isOneFile ? [] : [[`${root}/custom_tools.py`, 'your own tools']]),
    ...(additions.slots['server.features']?.length
      ? [[`${root}/features/`, 'what stands around the tools; `__init__.py` lists it in its order']]
      : []),
    [`${root}/runtime/`, 'requests, validation, transports: the same in every project'],
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
  const api = apiSettings(model);
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
    distribution: context.distribution,
    package: context.package,
    generatorVersion: options.generatorVersion,
    specFile: options.specFile ?? null,
    credentials,
    ...clientConfigs(context, credentials),
    settings: [...api, ...serverSettings(model, additions), ...featureSettings(additions)],
    sections: slotTexts(additions, 'readme.sections'),
    ownTools: `src/${context.package}/${additions.shape === ONE_FILE ? 'server' : 'custom_tools'}.py`,
    isOneFile: additions.shape === ONE_FILE,
    dynamic,
    operationCount: grouped(model.tools.length),
    groups: layout.split ? groupViews(model) : [],
    tools: layout.split ? [] : model.tools.map((tool) => toolView(tool, context)),
    layout: layoutRows(context),
  };
}
