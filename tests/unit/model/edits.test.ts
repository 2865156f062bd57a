import { describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/model/index.js';
import type { JsonObject, JsonValue, Tool } from '../../../src/model/types.js';
import { parseText } from '../../../src/spec/parse/parse.js';
import { Report } from '../../../src/spec/report.js';
import type { ModelChoices } from '../../../src/stages.js';
import { asDocument, build, codes, document, first, one } from './build.js';

const PETS = document({
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'List pets',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50 } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
      },
      post: {
        operationId: 'addPet',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string' }, kind: { type: 'string' } },
              },
            },
          },
        },
      },
    },
    '/pets/{petId}': {
      delete: {
        operationId: 'dropPet',
        parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
      },
    },
  },
});

/** The model with a `tools.yaml` of this text. */
async function decided(text: string, choices: Partial<ModelChoices> = {}, root: JsonObject = PETS) {
  const file = await parseText('tools.yaml', text, new Report());
  if (file === undefined) throw new Error('the file cannot be read');
  return buildModel({ ...asDocument(root), toolsFile: file }, { tools: 'all', ...choices });
}

async function toolsOf(text: string, choices: Partial<ModelChoices> = {}): Promise<readonly Tool[]> {
  const built = await decided(text, choices);
  if (!built.ok) throw new Error(JSON.stringify(built.diagnostics));
  return built.value.tools;
}

const properties = (tool: Tool): string[] => Object.keys(tool.inputSchema['properties'] ?? {});

describe('tools.yaml', () => {
  it('names, titles, describes and hints', async () => {
    const text =
      'tools:\n  listPets:\n    name: find_pets\n    title: Find\n    description: |-\n      All of them.\n      Really.\n    hints: { readOnly: false, idempotent: false }\n';
    const [tool] = await toolsOf(text);
    expect(tool).toMatchObject({
      name: 'find_pets',
      operation: 'list_pets',
      title: { spec: 'Find' },
      description: { spec: 'All of them.\nReally.' },
      annotations: { title: { spec: 'Find' }, readOnlyHint: false, idempotentHint: false },
    });
  });

  it.each(['listPets', 'list_pets', 'GET /pets'])('knows an operation as %s', async (key) => {
    const [tool] = await toolsOf(`tools: { '${key}': { title: T } }`);
    expect(tool?.title.spec).toBe('T');
  });

  it('turns off, and pins', async () => {
    const tools = await toolsOf('tools: { listPets: { off: true }, dropPet: { pinned: true } }', {
      tools: 'dynamic',
    });
    expect(tools.map(({ name, pinned }) => [name, pinned])).toEqual([
      ['add_pet', false],
      ['drop_pet', true],
    ]);
  });

  it('lets tools be chosen by the names that it gives', async () => {
    const tools = await toolsOf('tools: { listPets: { name: find_pets } }', {
      tools: 'operations:find_pets',
    });
    expect(tools.map(({ name }) => name)).toEqual(['find_pets']);
  });

  it('hides arguments: sent with their value, or never', async () => {
    const [tool] = await toolsOf('tools: { listPets: { hidden: { limit: 20, X-Trace: null } } }');
    expect(tool && properties(tool)).toEqual([]);
    expect(tool?.arguments).toEqual([]);
    expect(tool?.fixed).toMatchObject([{ argument: { name: 'limit', source: { in: 'query' } }, value: 20 }]);
  });

  it('needs what the body needs when a hidden member makes it be sent', async () => {
    const tools = await toolsOf('tools: { addPet: { hidden: { kind: dog } } }');
    expect(tools[1]?.inputSchema).toMatchObject({ required: ['name'], properties: { name: {} } });
    expect(tools[1]?.inputSchema).not.toHaveProperty('dependentRequired');
  });

  it.each(['', '# nothing\n', 'tools:\n', 'tools:\n  listPets:\n'])('may say nothing: %j', async (text) => {
    expect((await toolsOf(text)).map(({ name }) => name)).toEqual(['list_pets', 'add_pet', 'drop_pet']);
  });

  it.each([
    ['tools:\n  listPet: {}', 'model.tools-file-operation', 2, 'did you mean listPets?'],
    ['tools:\n  listPets:\n    nam: x', 'model.tools-file', 3, 'did you mean name?'],
    ['tools:\n  listPets:\n    name: [x]', 'model.tools-file', 3, 'a text'],
    ['tools:\n  listPets:\n    name: Find-Pets', 'model.tools-file', 3, 'no name for a tool'],
    ['tools:\n  listPets:\n    name: add_pet', 'model.tools-file', 3, 'taken by the operation add_pet'],
    ['tools:\n  listPets:\n    off: 1', 'model.tools-file', 3, 'true or false'],
    ['tools:\n  listPets: {}\n  GET /pets: {}', 'model.tools-file', 3, 'twice'],
    [
      'tools:\n  listPets:\n    hidden:\n      limt: 1',
      'model.tools-file-argument',
      4,
      'did you mean limit?',
    ],
    ['tools:\n  listPets:\n    hidden:\n      limit: 51', 'model.tools-file-argument', 4, 'no value'],
    ['tools:\n  dropPet:\n    hidden:\n      petId: null', 'model.tools-file-argument', 4, 'required'],
    ['tools: []', 'model.tools-file', 1, 'object'],
    ['tool:\n  listPets: {}', 'model.tools-file', 1, 'no tool'],
  ])('is refused with its place: %j', async (text, code, line, words) => {
    const built = await decided(text);
    expect(built.ok).toBe(false);
    const errors = built.diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code, place: { file: 'tools.yaml', line } }]);
    expect(first(errors).message).toContain(words);
  });

  it('may give a name that an operation had which is off', async () => {
    const tools = await toolsOf('tools: { listPets: { name: add_pet }, addPet: { off: true } }');
    expect(tools.map(({ name }) => name)).toEqual(['add_pet', 'drop_pet']);
  });
});

describe('extensions of the document', () => {
  const withExtension = (extension: JsonObject, more: JsonObject = {}): JsonObject =>
    document({
      paths: {
        '/a': { get: { operationId: 'getA', ...extension }, post: { operationId: 'addA' }, ...more },
      },
    });

  it.each<[JsonObject]>([
    [{ 'x-mcp': { name: 'find-a', title: 'T', description: 'D', annotations: { readOnlyHint: false } } }],
    [{ 'x-speakeasy-mcp': { name: 'find_a', title: 'T', description: 'D', readOnlyHint: false } }],
    [
      {
        'x-mcp': { name: 'find_a', description: 'D' },
        'x-speakeasy-mcp': { name: 'b', title: 'T', readOnlyHint: false },
      },
    ],
  ])('say what tools.yaml could: %j', (extension) => {
    expect(first(build(withExtension(extension)).model.tools)).toMatchObject({
      name: 'find_a',
      title: { spec: 'T' },
      description: { spec: 'D' },
      annotations: { readOnlyHint: false },
    });
  });

  it.each<[JsonObject, JsonObject]>([
    [{ 'x-mcp': false }, {}],
    [{ 'x-speakeasy-mcp': { disabled: true } }, {}],
    [{ 'x-mcp': { enabled: false } }, {}],
  ])('turn an operation off: %j', (extension) => {
    const { model, diagnostics } = build(withExtension(extension));
    expect(model.tools.map(({ name }) => name)).toEqual(['add_a']);
    expect(codes(diagnostics)).toContain('model.tools-off');
  });

  it('hold for a path, except where an operation says otherwise', () => {
    const { model } = build(withExtension({ 'x-mcp': true }, { 'x-mcp': false }));
    expect(model.tools.map(({ name }) => name)).toEqual(['get_a']);
  });

  it('at the root describe a server, unless they are true or false', () => {
    const server = build({ ...withExtension({}), 'x-mcp': { protocolVersion: '2025-06-18' } });
    expect(server.model.tools).toHaveLength(2);
    const off = build({ ...withExtension({ 'x-mcp': true }), 'x-mcp': false });
    expect(off.model.tools.map(({ name }) => name)).toEqual(['get_a']);
  });

  it('give scopes to choose by', () => {
    const root = withExtension({ 'x-speakeasy-mcp': { scopes: ['read', 'pets'] } });
    expect(build(root, { tools: 'scopes:pets' }).model.tools.map(({ name }) => name)).toEqual(['get_a']);
  });

  it.each<[JsonValue]>([[{ name: 5 }], ['yes'], [{ name: '!!!' }], [{ name: 'add_a' }]])(
    'that cannot be followed are only worth a warning: %j',
    (value) => {
      const { model, diagnostics } = build(withExtension({ 'x-mcp': value }));
      expect(diagnostics).toMatchObject([{ code: 'model.extension', severity: 'warning' }]);
      expect(model.tools.map(({ name }) => name)).toEqual(['get_a', 'add_a']);
    },
  );

  it('give way to tools.yaml', async () => {
    const built = await decided(
      'tools: { getA: { off: false, name: mine } }',
      {},
      withExtension({ 'x-mcp': false }),
    );
    expect(built).toMatchObject({ ok: true, value: { tools: [{ name: 'mine' }, { name: 'add_a' }] } });
  });
});

describe('a budget', () => {
  const deep = (depth: number): JsonObject =>
    depth === 0
      ? { type: 'string', description: 'The innermost part. '.repeat(8) }
      : {
          type: 'object',
          description: 'A part. '.repeat(9),
          properties: { a: deep(depth - 1), b: deep(depth - 1) },
        };
  const root = one({
    description: `${'Words about it. '.repeat(60)}`,
    parameters: [{ name: 'q', in: 'query', content: { 'application/json': { schema: deep(5) } } }],
  });

  it('is met by cutting texts first, then what is deep', () => {
    const sizes = [3000, 1200, 600, 300, 150].map((toolBudget) => {
      const tool = first(build(root, { toolBudget }).model.tools);
      expect(tool.tokens).toBeLessThanOrEqual(toolBudget);
      return tool.cut.length;
    });
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBeGreaterThan(2);
  });

  it('that cannot be met is reported', () => {
    const { diagnostics } = build(
      one({
        parameters: Array.from({ length: 40 }, (_, at) => ({
          name: `parameter_${at}`,
          in: 'query',
          schema: {},
        })),
      }),
      { toolBudget: 60 },
    );
    expect(codes(diagnostics)).toContain('model.budget');
  });

  it('never shortens what somebody reviewed', async () => {
    const text = `tools: { listPets: { description: '${'Reviewed. '.repeat(100)}' } }`;
    const [tool] = await toolsOf(text, { toolBudget: 100 });
    expect(tool?.description.spec).toHaveLength(999);
  });
});
