import { buildModel } from '../../src/model/index.js';
import type { JsonObject } from '../../src/model/types.js';
import { planProject } from '../../src/plan/index.js';
import type { Target } from '../../src/plan/types.js';
import { renderPlan } from '../../src/render/index.js';
import { parseText } from '../../src/spec/parse/parse.js';
import { Report } from '../../src/spec/report.js';
import type { ModelChoices } from '../../src/stages.js';
import { asDocument } from './model/build.js';

const LIST = {
  operationId: 'listPets',
  parameters: [
    { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50, default: 10 } },
    { name: 'page', in: 'query', schema: { type: 'integer', default: 1 } },
    { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
  ],
  responses: {
    200: {
      description: 'ok',
      content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } },
    },
  },
};

/** A document with one operation, `listPets`. */
export const pets = (more: JsonObject = {}): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: { '/pets': { get: LIST } },
  ...more,
});

/** The same, behind one security scheme. */
export const secured = (scheme: JsonObject): JsonObject =>
  pets({ security: [{ login: [] }], components: { securitySchemes: { login: scheme } } });

export interface Wanted {
  /** The text of a `tools.yaml`. */
  readonly tools?: string;
  readonly choices?: Partial<ModelChoices>;
  readonly packageManager?: string;
}

export interface Made {
  /** The text of a file; '' where there is none. */
  readonly file: (path: string) => string;
  readonly paths: readonly string[];
  /** The messages of the plan. */
  readonly codes: readonly string[];
}

/** What a target makes of a document. */
export async function projectOf(
  target: Target,
  root: JsonObject,
  { tools, choices, packageManager }: Wanted = {},
): Promise<Made> {
  const file = tools === undefined ? undefined : await parseText('tools.yaml', tools, new Report());
  const document = { ...asDocument(root), ...(file === undefined ? {} : { toolsFile: file }) };
  const built = buildModel(document, { tools: 'all', ...choices });
  if (!built.ok) throw new Error(JSON.stringify(built.diagnostics));
  const options = {
    slug: 'pets',
    target: target.id,
    preset: 's-tier',
    features: [],
    languageVersion: '1',
    transports: ['stdio', 'http'],
    generatorVersion: '0.0.0',
    ...(packageManager === undefined ? {} : { packageManager }),
  } as const;
  const planned = planProject(built.value, options, target);
  if (!planned.ok) throw new Error(JSON.stringify(planned.diagnostics));
  const rendered = await renderPlan(planned.value, target);
  if (!rendered.ok) throw new Error(rendered.diagnostics.map(({ message }) => message).join('\n'));
  return {
    file: (path) => rendered.value.get(path)?.text ?? '',
    paths: [...rendered.value.keys()],
    codes: planned.diagnostics.map(({ code }) => code),
  };
}

/** The one tool of a `tools.json`. */
export const toolIn = (text: string): JsonObject => (JSON.parse(text) as { tools: [JsonObject] }).tools[0];
