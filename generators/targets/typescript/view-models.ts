import {
  clip,
  firstSentence,
  isBlank,
  joinText,
  openText,
  type Text,
  wrap,
} from '../../../src/escape/text.js';
import type { NamedType, ObjectType, Property, SpecText } from '../../../src/model/types.js';
import { refsOf } from '../../shared/graph.js';
import { call, code, objectOf, type TsCode } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportLine, type Imports } from './imports.js';
import type { ModelGroup, ModelModule } from './layout.js';
import { schemaOf, typeOf, valuesSchema } from './types.js';

export interface PropertyView {
  readonly key: TsCode;
  readonly value: TsCode;
  readonly doc: SpecText | null;
}
/** A schema and the type of the same name. */
export interface DefinitionView {
  readonly name: string;
  readonly doc: SpecText;
  /** An object's properties; null for everything else. */
  readonly properties: readonly PropertyView[] | null;
  /** Everything that is no object. */
  readonly schema: TsCode | null;
  /** The type where it cannot be inferred: of types that refer to each other. */
  readonly type: TsCode | null;
}
export interface ModelsView {
  readonly doc: SpecText;
  readonly imports: readonly ImportLine[];
  readonly definitions: readonly DefinitionView[];
}

const PROPERTY_TEXT = 160;
const TYPE_TEXT = 300;
const WIDTH = 92;

interface Scope {
  readonly context: Context;
  readonly imports: Imports;
  readonly module: string;
  /** Ids of the types that are defined together with this one. */
  readonly together: ReadonlySet<string>;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The document's words, or the words of the name: `Pet category.` */
const docOf = ({ description, words }: NamedType): SpecText =>
  isBlank(description)
    ? { spec: `${capital(words.join(' '))}.` }
    : wrap(clip(description ?? '', TYPE_TEXT), WIDTH);

/**
 * A reference as a value: to a type that is defined with this one, or in another module (modules may need each other), it is
 * looked at when it is first used.
 */
function schemaRef(id: string, { context, imports, module, together }: Scope): TsCode {
  const name = context.typeNames.get(id);
  if (name === undefined) return code('z.unknown()');
  const home = context.layout.moduleOf.get(id) ?? '';
  if (home !== module) imports.use(`./${home}.js`, name);
  return home !== module || together.has(id) ? code(`z.lazy(() => ${name})`) : code(name);
}

function typeRef(id: string, { context, imports, module }: Scope): TsCode {
  const name = context.typeNames.get(id);
  if (name === undefined) return code('unknown');
  const home = context.layout.moduleOf.get(id) ?? '';
  if (home !== module) imports.useType(`./${home}.js`, name);
  return code(name);
}

function propertyView(property: Property, scope: Scope): PropertyView {
  const schema = schemaOf(property.type, (id) => schemaRef(id, scope));
  return {
    key: objectKey(property),
    value: property.required ? schema : call('z.optional', schema),
    doc: isBlank(property.description) ? null : firstSentence(property.description ?? '', PROPERTY_TEXT),
  };
}

/** As a key of an object literal. */
const objectKey = ({ name }: Property): TsCode =>
  code(objectOf([[name, code('0')]]).ts.slice(2, -': 0 }'.length));

/** The last of several properties of one name wins, as in JSON. */
const distinct = ({ properties }: ObjectType): Property[] => [
  ...new Map(properties.map((property) => [openText(property.name), property])).values(),
];

function typeCode(type: NamedType, scope: Scope): TsCode {
  const ref = (id: string): TsCode => typeRef(id, scope);
  switch (type.kind) {
    case 'object': {
      const members = distinct(type).map((property) => {
        const optional = property.required ? '' : '?';
        const rest = property.required ? '' : ' | undefined';
        return `${objectKey(property).ts}${optional}: ${typeOf(property.type, ref).ts}${rest}`;
      });
      return code(`{ ${[...members, '[member: string]: unknown'].join('; ')} }`);
    }
    case 'enum':
      return typeOf({ kind: 'literal', values: type.values }, ref);
    case 'alias':
      return typeOf(type.target, ref);
  }
}

/** Objects have their properties one per line, in the template. */
function schemaCode(type: NamedType, scope: Scope): TsCode | null {
  switch (type.kind) {
    case 'object':
      return null;
    case 'enum':
      return valuesSchema(type.values);
    case 'alias':
      return schemaOf(type.target, (id) => schemaRef(id, scope));
  }
}

const needsOf = (type: NamedType): string[] => {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'alias':
      return refsOf(type.target);
    case 'object':
      return type.properties.flatMap((property) => refsOf(property.type));
  }
};

function groupViews({ types }: ModelGroup, scope: Omit<Scope, 'together'>): DefinitionView[] {
  const ids = new Set(types.map(({ id }) => id));
  const isCyclic = types.some((type) => needsOf(type).some((id) => ids.has(id)));
  const own: Scope = { ...scope, together: isCyclic ? ids : new Set() };
  return types.map((type) => ({
    name: scope.context.typeNames.get(type.id) ?? 'Type',
    doc: docOf(type),
    properties: type.kind === 'object' ? distinct(type).map((property) => propertyView(property, own)) : null,
    schema: schemaCode(type, own),
    type: isCyclic ? typeCode(type, own) : null,
  }));
}

export function modelsView(module: ModelModule, context: Context): ModelsView {
  const imports = createImports();
  imports.use('zod', 'z');
  const definitions = module.groups.flatMap((group) =>
    groupViews(group, { context, imports, module: module.module }),
  );
  return { doc: moduleDoc(module, context.model.service.title), imports: imports.lines(), definitions };
}

const moduleDoc = ({ module }: ModelModule, title: Text): SpecText => {
  if (module === '') return joinText('What ', title, ' takes and answers with, as schemas of zod.');
  return {
    spec: module.startsWith('shared-types')
      ? 'Models of several groups of operations.'
      : `Models of the operations of "${module}".`,
  };
};
