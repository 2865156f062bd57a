import { describe, expect, it } from 'vitest';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../../src/spec/index.js';
import { codes, memoryWorld, value } from './helpers.js';

const API = `openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets, old]
      parameters:
        - { name: a, in: query, schema: { type: string } }
        - { name: b, in: query, schema: { type: string } }
        - name: c
          in: query
          schema: { type: strin }
      responses: { '200': { description: ok } }
  /secret:
    get: { responses: { '200': { description: ok } } }
`;

/** Loads the document with overlays that have these actions. */
const overlaid = (...actions: (string | { text: string })[]) => {
  const files: Record<string, string> = { '/api.yaml': API };
  const overlays = actions.map((action, index) => {
    const path = `/o${index}.yaml`;
    files[path] =
      typeof action === 'string'
        ? `overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n${action}`
        : action.text;
    return { kind: 'file' as const, path };
  });
  const world = memoryWorld(files);
  return loadSpec({ kind: 'file', path: '/api.yaml' }, DEFAULT_LOAD_POLICY, world, { overlays });
};

describe('an overlay', () => {
  it('merges objects, joins lists, replaces values and removes', async () => {
    const { root } = value(
      await overlaid(
        `  - target: $.paths['/pets'].get\n    update: { summary: All pets, tags: [new], x-mcp: { name: pets } }\n` +
          `  - target: $.paths['/pets'].get.parameters[?@.name=='b']\n    remove: true\n` +
          `  - target: $.paths['/secret']\n    remove: true\n`,
      ),
    );
    expect(root['paths']).toMatchObject({
      '/pets': {
        get: {
          summary: 'All pets',
          tags: ['pets', 'old', 'new'],
          'x-mcp': { name: 'pets' },
          parameters: [{ name: 'a' }, { name: 'c' }],
        },
      },
    });
    expect(root['paths']).not.toHaveProperty('/secret');
  });

  it('applies after those before it, and gives each place a value of its own', async () => {
    const { root } = value(
      await overlaid(
        `  - target: $.paths.*.get\n    update: { x-new: { list: [1] } }\n`,
        `  - target: $.paths['/pets'].get.x-new.list\n    update: 2\n`,
      ),
    );
    expect(root['paths']).toMatchObject({
      '/pets': { get: { 'x-new': { list: [1, 2] } } },
      '/secret': { get: { 'x-new': { list: [1] } } },
    });
  });

  it('of version 1.1 copies, and changes single values', async () => {
    const { root } = value(
      await overlaid({
        text:
          `overlay: 1.1.0\ninfo: { title: T, version: '1' }\nactions:\n` +
          `  - { target: "$.paths['/secret'].get", copy: "$.paths['/pets'].get" }\n` +
          `  - { target: "$.paths['/secret'].get.operationId", update: other }\n`,
      }),
    );
    expect(root['paths']).toMatchObject({
      '/pets': { get: { operationId: 'listPets' } },
      '/secret': { get: { operationId: 'other', tags: ['pets', 'old'] } },
    });
  });

  it('is copied for the project, names made safe and unique', async () => {
    const document = value(await overlaid(`  - { target: $.info, update: { x-a: 1 } }\n`));
    expect(document.overlays).toMatchObject([{ path: 'overlays/o0.yaml' }]);
    expect(document.files).toMatchObject([{ path: 'api.yaml', text: API }]);
  });
});

describe('places under an overlay', () => {
  it('lead into the document for what it says, also behind removed items', async () => {
    const document = value(
      await overlaid(
        `  - target: $.paths['/pets'].get.parameters[?@.name=='a' || @.name=='b']\n    remove: true\n`,
      ),
    );
    const at = '/paths/~1pets/get/parameters/0/schema';
    expect(document.positionOf(at)).toMatchObject({ file: '/api.yaml', line: 13 });
  });

  it('lead into the overlay for what it says', async () => {
    const staged = await overlaid(
      `  - target: $.paths['/secret'].get\n    update:\n      parameters:\n        - { name: q, in: query, schema: { type: strin } }\n`,
    );
    const document = value(staged);
    expect(document.positionOf('/paths/~1secret/get/parameters/0/schema')).toMatchObject({
      file: '/o0.yaml',
      line: 7,
    });
    const places = staged.diagnostics.map(({ code, place }) => `${code} ${place?.file}:${place?.line}`);
    expect(places).toContain('spec.schema-type /o0.yaml:7');
    expect(places).toContain('spec.schema-type /api.yaml:13');
  });
});

describe('a wrong overlay', () => {
  it.each([
    [{ text: 'openapi: 3.0.0' }, 'spec.overlay', 1],
    [{ text: "overlay: '2.0.0'\nactions: []" }, 'spec.overlay', 1],
    [{ text: 'overlay: 1.0.0\nactions: {}' }, 'spec.overlay', 2],
    ['  - { update: {} }\n', 'spec.overlay', 4],
    ['  - { target: $.info }\n', 'spec.overlay', 4],
    ['  - { target: $.info, updat: 1, remove: true }\n', 'spec.overlay', 4],
    ['  - target: "$.paths[/pets]"\n    remove: true\n', 'spec.overlay-target', 4],
    ['  - { target: $, remove: true }\n', 'spec.overlay-merge', 4],
    ['  - { target: $.info, update: text }\n', 'spec.overlay-merge', 4],
    [
      { text: 'overlay: 1.1.0\nactions:\n  - { target: $.info, update: { title: [1] } }' },
      'spec.overlay-merge',
      3,
    ],
  ])('is refused with its place: %j', async (overlay, code, line) => {
    const staged = await overlaid(overlay);
    expect(staged.ok).toBe(false);
    expect(staged.diagnostics).toMatchObject([
      { code, severity: 'error', place: { file: '/o0.yaml', line } },
    ]);
  });

  it('that selects nothing is only worth a warning', async () => {
    const staged = await overlaid(`  - { target: "$.paths['/nothing']", remove: true }\n`);
    expect(staged.ok).toBe(true);
    expect(codes(staged)).toContain('spec.overlay-nothing');
  });

  it('that is missing is named', async () => {
    const beside = { overlays: [{ kind: 'file' as const, path: '/none.yaml' }] };
    const world = memoryWorld({ '/api.yaml': API });
    const staged = await loadSpec({ kind: 'file', path: '/api.yaml' }, DEFAULT_LOAD_POLICY, world, beside);
    expect(staged.diagnostics).toMatchObject([{ code: 'spec.unreadable', place: { file: '/none.yaml' } }]);
  });

  it('cannot nest values deeper than a document may', async () => {
    const deep = `${'['.repeat(399)}${']'.repeat(399)}`;
    const staged = await overlaid({
      text: `{"overlay": "1.0.0", "actions": [{"target": "$.info", "update": {"x": ${deep}}}]}`,
    });
    expect(codes(staged)).toContain('spec.too-deep');
  });
});
