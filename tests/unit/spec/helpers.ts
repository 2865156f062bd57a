import type { Diagnostic, Staged } from '../../../src/diagnostics/types.js';
import type { JsonObject, JsonValue } from '../../../src/model/types.js';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../../src/spec/index.js';
import { fromPointer } from '../../../src/spec/pointer.js';
import type { LoadPolicy, SpecDocument, SpecWorld } from '../../../src/stages.js';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A file system of a few texts; `links` are symbolic links. The network does not exist. */
export const memoryWorld = (files: Files, links: Readonly<Record<string, string>> = {}): SpecWorld => {
  const real = (path: string): string => {
    for (const [from, to] of Object.entries(links))
      if (path.startsWith(from)) return to + path.slice(from.length);
    return path;
  };
  return {
    readFile: async (path) => {
      const file = files[real(path)];
      if (file === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return typeof file === 'string' ? new TextEncoder().encode(file) : file;
    },
    realPath: async (path) => {
      const found = real(path);
      if (Object.keys(files).some((file) => file === found || file.startsWith(`${found}/`))) return found;
      throw Object.assign(new Error(path), { code: 'ENOENT' });
    },
    fetch: async () => {
      throw new Error('no network here');
    },
  };
};

export const loadFiles = (
  files: Files,
  policy: Partial<LoadPolicy> = {},
  world: SpecWorld = memoryWorld(files),
): Promise<Staged<SpecDocument>> => {
  const [path = ''] = Object.keys(files);
  return loadSpec({ kind: 'file', path }, { ...DEFAULT_LOAD_POLICY, ...policy }, world);
};

/** Loads one text as `/api/openapi.json`, or an object as its JSON. */
export const load = (document: string | Uint8Array | object, name = '/api/openapi.json') =>
  loadFiles({
    [name]:
      typeof document === 'string' || document instanceof Uint8Array
        ? document
        : JSON.stringify(document, null, 1),
  });

/** The document, or an error that shows what was reported. */
export function value(staged: Staged<SpecDocument>): SpecDocument {
  if (!staged.ok) throw new Error(`refused: ${JSON.stringify(staged.diagnostics)}`);
  return staged.value;
}

export const codes = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }): string[] =>
  diagnostics.map(({ code }) => code);

/** `file:line:column severity code` of each finding. */
export const places = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }): string[] =>
  diagnostics.map(
    ({ code, severity, place }) =>
      `${place?.file ?? ''}:${place?.line ?? ''}:${place?.column ?? ''} ${severity} ${code}`,
  );

/** `line:column` of the nth occurrence of a text, counted by hand and not by what is tested. */
export function spot(text: string, needle: string, nth = 1): string {
  const before = text.split(needle).slice(0, nth).join(needle);
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** What stands at a pointer. */
export function at(root: JsonValue, pointer: string): JsonValue | undefined {
  let found: JsonValue | undefined = root;
  for (const segment of fromPointer(pointer)) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, segment)
        ? (found as JsonObject)[segment]
        : undefined;
  }
  return found;
}

/** A small valid document; `change` makes of it what a test needs. */
export function petApi(change: (document: PetApi) => void = () => {}): PetApi {
  const document = {
    openapi: '3.0.3',
    info: { title: 'Pets', version: '1.0.0' },
    servers: [{ url: 'https://api.example.com/v1' }],
    paths: {
      '/pets/{petId}': {
        get: {
          operationId: 'getPet',
          parameters: [
            { name: 'petId', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'verbose', in: 'query', schema: { type: 'boolean' } },
          ],
          responses: {
            '200': {
              description: 'A pet',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
            },
          },
        },
      },
    },
    components: {
      schemas: { Pet: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    },
  };
  change(document as unknown as PetApi);
  return document as unknown as PetApi;
}

// Loose on purpose: tests break documents in every way.
export interface PetApi extends Record<string, unknown> {
  openapi: unknown;
  info: unknown;
  servers: unknown;
  paths: {
    '/pets/{petId}': { get: Record<string, unknown> & { parameters: Record<string, unknown>[] } } & Record<
      string,
      unknown
    >;
  } & Record<string, unknown>;
  components: {
    schemas: Record<string, Record<string, unknown>>;
    securitySchemes: Record<string, unknown>;
  } & Record<string, unknown>;
}
