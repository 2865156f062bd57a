import { fitsJsonTag } from '../../../src/escape/go.js';
import { toWordsOr } from '../../../src/escape/names/index.js';
import {
  clip,
  firstSentence,
  isBlank,
  joinText,
  openText,
  type Text,
  wrap,
} from '../../../src/escape/text.js';
import type {
  AliasType,
  EnumType,
  JsonScalar,
  NamedType,
  ObjectType,
  Property,
} from '../../../src/model/types.js';
import { code, type GoCode, str } from './code.js';
import type { Context } from './context.js';
import type { ModelFile } from './layout.js';
import { hasNil, inPlace, modelType, sameCircle } from './model-types.js';
import { createScope, exported } from './names.js';
import { type FieldView, importsOf, jsonTag } from './view-client.js';

/** One type: a struct with fields, an enumeration with members, or another name for `target`. */
export interface DefinitionView {
  readonly doc: Text | null;
  readonly name: string;
  /** `string`, `[]Pet`; `= json.RawMessage` for an alias. Null for a struct. */
  readonly target: GoCode | null;
  readonly fields: readonly FieldView[];
  readonly members: readonly { readonly name: string; readonly type: string; readonly value: GoCode }[];
}
export interface ModelsView {
  readonly imports: readonly GoCode[];
  readonly definitions: readonly DefinitionView[];
}

const FIELD_TEXT = { single: 160, split: 100 };
const TYPE_TEXT = 300;
const WIDTH = 110;
/** A longer list of values says less than it costs. */
const MAX_MEMBERS = 400;

const docOf = ({ description }: NamedType, name: string): Text | null =>
  isBlank(description) ? null : wrap(joinText(name, ': ', clip(description ?? '', TYPE_TEXT)), WIDTH);

/** Optional values are pointers; so are structs of the same circle, which could not lie in one another. */
function fieldTypeOf(property: Property, owner: NamedType, context: Context): string {
  const go = modelType(property.type, context);
  const { type } = property;
  const endless = type.kind === 'ref' && inPlace(type.id, context) && sameCircle(owner, type.id, context);
  const pointer = !hasNil(go) && (endless || !property.required) && !isListAlias(type, context);
  return pointer ? `*${go}` : go;
}

/** A named list or map has nil already. */
function isListAlias(type: Property['type'], context: Context): boolean {
  const named = type.kind === 'ref' ? context.types.get(type.id) : undefined;
  return named !== undefined && hasNil(underlying(named, context));
}

function fieldViews(type: ObjectType, context: Context): FieldView[] {
  const scope = createScope();
  const limit = context.layout.split ? FIELD_TEXT.split : FIELD_TEXT.single;
  return type.properties.flatMap((property): FieldView[] => {
    const wire = openText(property.name);
    // encoding/json knows no such name; the answer still holds the member.
    if (!fitsJsonTag(wire)) return [];
    return [
      {
        name: scope.claim(exported(toWordsOr(wire, ['field']), 'Field')),
        type: code(fieldTypeOf(property, type, context)),
        tag: jsonTag(wire, !property.required),
        about: isBlank(property.description) ? null : firstSentence(property.description ?? '', limit),
      },
    ];
  });
}

const isText = (value: JsonScalar): value is string => typeof value === 'string';

/** The Go type behind a named type, as it is written after `type Name`. */
function underlying(type: NamedType, context: Context): string {
  switch (type.kind) {
    case 'object': {
      if (type.properties.length > 0) return 'struct';
      const values = typeof type.additional === 'string' ? 'any' : modelType(type.additional, context);
      return `map[string]${values}`;
    }
    case 'enum':
      if (type.values.length > 0 && type.values.every(isText)) return 'string';
      return type.values.length > 0 && type.values.every(Number.isSafeInteger) ? 'int64' : 'any';
    case 'alias':
      return aliasTarget(type, context);
  }
}

function aliasTarget(type: AliasType, context: Context): string {
  const { target } = type;
  const circles = target.kind === 'ref' && sameCircle(type, target.id, context);
  return circles ? 'any' : modelType(target, context);
}

/** Lists, maps and scalars get a name of their own; what is another type already, or any value, only another name. */
function targetCode(type: NamedType, context: Context): GoCode {
  const go = underlying(type, context);
  const isOther = type.kind === 'alias' && type.target.kind === 'ref';
  return code(isOther || go.startsWith('*') || go === 'any' || go === 'json.RawMessage' ? `= ${go}` : go);
}

function memberName(value: JsonScalar): string {
  if (value === '') return 'Empty';
  if (typeof value === 'number') return value < 0 ? `Minus${-value}` : String(value);
  return exported(toWordsOr(String(value), ['value']).slice(0, 8), '');
}

function memberViews(type: EnumType, name: string, context: Context): DefinitionView['members'] {
  if (type.values.length > MAX_MEMBERS || underlying(type, context) === 'any') return [];
  return [...new Set(type.values)].map((value) => ({
    name: context.scope.claim(`${name}${memberName(value)}`),
    type: name,
    value: typeof value === 'number' ? code(String(value)) : str(String(value)),
  }));
}

function definitionView(type: NamedType, context: Context): DefinitionView {
  const name = context.typeNames.get(type.id) ?? 'Type';
  const isStruct = type.kind === 'object' && type.properties.length > 0;
  return {
    doc: docOf(type, name),
    name,
    target: isStruct ? null : targetCode(type, context),
    fields: isStruct ? fieldViews(type, context) : [],
    members: type.kind === 'enum' ? memberViews(type, name, context) : [],
  };
}

export function modelsView(file: ModelFile, context: Context): ModelsView {
  const definitions = file.types.map((type) => definitionView(type, context));
  const types = definitions.flatMap(({ target, fields }) => [target, ...fields.map(({ type }) => type)]);
  const usesJson = types.some((type) => type?.go.includes('json.RawMessage'));
  return { imports: importsOf(context, usesJson ? ['encoding/json'] : [], []), definitions };
}
