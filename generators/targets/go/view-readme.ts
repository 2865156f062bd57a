import { clip, isBlank, joinText, openText } from '../../../src/escape/text.js';
import type { JsonObject, JsonScalar, NamedType, Tool, TypeExpr } from '../../../src/model/types.js';
import { slotTexts } from '../../shared/additions.js';
import { requestLine } from '../../shared/operation.js';
import { grouped, groupViews, plural } from '../../shared/readme.js';
import { apiSettings, featureSettings, serverSettings } from '../../shared/settings.js';
import { type Context, hasFeatures } from './context.js';

function clientConfigs(context: Context, credentials: readonly string[]): Record<string, JsonObject> {
  const env = Object.fromEntries(credentials.map((name) => [name, '...']));
  const stdio = {
    command: `/path/to/${context.program}/bin/${context.program}`,
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

/** What a caller gives, in the words of JSON Schema. */
function typeWords(type: TypeExpr, types: Context['types'], depth = 0): string {
  switch (type.kind) {
    case 'boolean':
    case 'integer':
    case 'number':
    case 'string':
      return type.kind;
    case 'binary':
      return 'base64 string';
    case 'array':
      return depth > 3 ? 'list' : `list of ${typeWords(type.items, types, depth + 1)}`;
    case 'tuple':
      return 'list';
    case 'map':
      return 'object';
    case 'literal':
      return kindsOf(type.values);
    case 'ref':
      return namedWords(types.get(type.id), types, depth);
    case 'union':
    case 'any':
      return 'any';
  }
}

const kindsOf = (values: readonly JsonScalar[]): string =>
  [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))].join(' or ');

function namedWords(named: NamedType | undefined, types: Context['types'], depth: number): string {
  if (named?.kind === 'enum') return kindsOf(named.values);
  if (named?.kind === 'alias') return depth > 8 ? 'any' : typeWords(named.target, types, depth + 1);
  return named === undefined ? 'any' : 'object';
}

function toolView(tool: Tool, context: Context): object {
  const operation = context.operationOf.get(tool.operation);
  const text = openText(tool.description).trim();
  return {
    name: tool.name,
    about: clip(text === '' ? tool.title : text, 600),
    request: operation === undefined ? '' : requestLine(operation),
    params: tool.arguments.map((argument) => ({
      name: argument.name,
      type: typeWords(argument.type, context.types),
      need: argument.required ? 'required' : '',
      about: clip(argument.description ?? '', 300),
    })),
  };
}

function layoutRows(context: Context): object[] {
  const { program, options } = context;
  const rows = [
    [`cmd/${program}/`, 'the command'],
    [
      'internal/tools/',
      'the tools; tools.json has names, descriptions and input schemas, as clients see them',
    ],
    ['internal/tools/custom.go', 'your own tools'],
    ['internal/api/', 'the typed client of the API, and models of what it answers'],
    ['internal/rest/', 'requests, credentials, limits: the same in every project'],
    ['internal/server/', 'MCP over stdio and HTTP: the same in every project'],
    ...(hasFeatures(context)
      ? [['internal/features/', 'what stands around the tools: a package for each feature']]
      : []),
    ['internal/tools/testdata/', 'the calls of all tools, for the tests'],
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
    program: context.program,
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
