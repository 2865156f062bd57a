import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describedDocument,
  FIELD_TYPES,
  parseFields,
  parseResource,
  RESOURCE_OPERATIONS,
  type Resource,
  resourceText,
} from '../../../src/options/describe.js';
import { overrideDocument } from '../../../src/options/override.js';
import type { SpecDocument } from '../../../src/stages.js';

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const field = fc.record({
  name,
  type: fc.constantFrom(...FIELD_TYPES),
  list: fc.boolean(),
  required: fc.boolean(),
});
const resource: fc.Arbitrary<Resource> = fc.record({
  name,
  fields: fc.uniqueArray(field, { minLength: 1, maxLength: 4, selector: (one) => one.name }),
  operations: fc.subarray([...RESOURCE_OPERATIONS], { minLength: 1 }),
});

const books = (text: string): Resource => {
  const parsed = parseResource(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};
const document = (text: string, auth = 'bearer') =>
  describedDocument({ title: 'Shop', baseUrl: 'https://shop.example', auth, resources: [books(text)] });

describe('a resource as text', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(resource, (one) => {
        expect(parseResource(resourceText(one))).toEqual(one);
      }),
    );
  });

  it('has a name and all operations when it says nothing more', () => {
    expect(books('books')).toEqual({
      name: 'books',
      fields: [{ name: 'name', type: 'string', list: false, required: true }],
      operations: [...RESOURCE_OPERATIONS],
    });
  });

  it.each(['', '(a)', 'books(a', 'books()', 'books(a:text)', 'books(a,a)', 'books=fly', 'b ks'])(
    '%j is refused',
    (text) => {
      expect(parseResource(text)).toBeTypeOf('string');
    },
  );

  it('says which types there are', () => {
    expect(parseFields('a:text')).toContain('date-time');
  });
});

describe('the described service', () => {
  it('has an operation for each thing that can be done', () => {
    expect(document('books(title!)=list,get,create,update,delete')['paths']).toMatchObject({
      '/books': { get: { operationId: 'list_books' }, post: { operationId: 'create_book' } },
      '/books/{id}': {
        get: { operationId: 'get_book' },
        patch: { operationId: 'update_book' },
        delete: { operationId: 'delete_book' },
      },
    });
  });

  it('has no path without an operation', () => {
    expect(Object.keys(document('books=list')['paths'] ?? {})).toEqual(['/books']);
  });

  it('wants for a new one what is marked, and nothing for a change', () => {
    expect(document('entries(title!,pages:integer)')['components']).toMatchObject({
      schemas: {
        NewEntry: {
          required: ['title'],
          properties: { title: { type: 'string' }, pages: { type: 'integer' } },
        },
        EntryChanges: expect.not.objectContaining({ required: expect.anything() }),
      },
    });
  });

  it('wants the credential that was named', () => {
    expect(document('books', 'api-key:X-Shop')['components']).toMatchObject({
      securitySchemes: { credential: { type: 'apiKey', in: 'header', name: 'X-Shop' } },
    });
    expect(document('books', 'document')['security']).toBeUndefined();
  });
});

describe('answers laid over a document', () => {
  const spec: SpecDocument = {
    name: 'a.yaml',
    version: '3.1.0',
    files: [],
    positionOf: () => ({ file: 'a.yaml' }),
    root: {
      info: { title: 'Old', version: '1' },
      security: [{ old: [] }],
      paths: { '/a': { get: { security: [{ old: [] }], tags: ['x'] } } },
      components: { schemas: { A: {} }, securitySchemes: { old: { type: 'http', scheme: 'basic' } } },
    },
  };

  it('leave the document alone when they say nothing else', () => {
    expect(overrideDocument(spec, { auth: 'document' })).toBe(spec);
  });

  it('replace the title only', () => {
    expect(overrideDocument(spec, { auth: 'document', name: 'New' }).root['info']).toEqual({
      title: 'New',
      version: '1',
    });
  });

  it('replace the credentials of every operation', () => {
    const { root } = overrideDocument(spec, { auth: 'api-key:X-Key' });
    expect(root['paths']).toEqual({ '/a': { get: { tags: ['x'] } } });
    expect(root['security']).toEqual([{ api_credential: [] }]);
    expect(root['components']).toEqual({
      schemas: { A: {} },
      securitySchemes: { api_credential: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    });
  });

  it('take the credentials away', () => {
    expect(overrideDocument(spec, { auth: 'none' }).root['security']).toEqual([]);
  });
});
