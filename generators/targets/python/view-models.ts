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
  SpecText,
} from '../../../src/model/types.js';
import { refsOf } from '../../shared/graph.js';
import { call, code, literal, type PyCode, str, subscript } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportSection, type Imports } from './imports.js';
import type { ModelModule } from './layout.js';
import { constant, fieldScope, memberScope, snake } from './names.js';
import { annotation, literalOf, orNone, type RefPrinter, typingNames } from './types.js';

export interface FieldView {
  readonly name: string;
  readonly annotation: PyCode;
  readonly value: PyCode | null;
}
/** One definition: exactly one of `fields`, `members`, `target` is not null. */
export interface DefinitionView {
  readonly name: string;
  readonly base: PyCode;
  readonly doc: SpecText;
  readonly isClass: boolean;
  readonly fields: readonly FieldView[];
  readonly members: readonly { readonly name: string; readonly value: PyCode }[];
  /** An alias: `Name = target`. */
  readonly target: PyCode | null;
}
export interface ModelsView {
  readonly doc: SpecText;
  /** The base class stands in the module itself where there is only one. */
  readonly definesBase: boolean;
  readonly imports: readonly ImportSection[];
  readonly definitions: readonly DefinitionView[];
}

/** A field has one line; the more fields a service has, the shorter. */
const FIELD_TEXT = { single: 160, split: 100 };
const CLASS_TEXT = 300;
const WIDTH = 92;
/** A longer list of values says less than it costs: the type is then written without it. */
const MAX_MEMBERS = 400;

interface Scope {
  readonly context: Context;
  readonly imports: Imports;
  readonly ref: RefPrinter;
  readonly defined: Set<string>;
}

const needsTyping = (scope: Scope, expression: PyCode): PyCode => {
  for (const name of typingNames(expression)) scope.imports.use('typing', name);
  return expression;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The document's words, or the words of the name: `Pet category.` */
const docOf = ({ description, words }: NamedType): SpecText =>
  isBlank(description)
    ? { spec: `${capital(words.join(' '))}.` }
    : wrap(clip(description ?? '', CLASS_TEXT), WIDTH);

function fieldView(property: Property, name: string, scope: Scope): FieldView {
  const typed = annotation(property.type, scope.ref);
  const wire = openText(property.name);
  const limit = scope.context.layout.split ? FIELD_TEXT.split : FIELD_TEXT.single;
  const keywords = {
    default: property.required ? undefined : code('None'),
    alias: wire === name ? undefined : str(property.name),
    description: isBlank(property.description)
      ? undefined
      : str(firstSentence(property.description ?? '', limit)),
  };
  const plain = keywords.alias === undefined && keywords.description === undefined;
  if (!plain) scope.imports.use('pydantic', 'Field');
  const value = plain ? (keywords.default ?? null) : call('Field', [], keywords);
  return { name, annotation: needsTyping(scope, property.required ? typed : orNone(typed)), value };
}

function objectView(type: ObjectType, name: string, scope: Scope): DefinitionView {
  const names = fieldScope();
  const fields = type.properties.map((property) =>
    fieldView(property, names.claim(snake(toWordsOr(openText(property.name), ['field']), 'field')), scope),
  );
  if (scope.context.layout.split) scope.imports.use('.base', 'Model');
  const doc = docOf(type);
  return { name, base: code('Model'), doc, isClass: true, fields, members: [], target: null };
}

const isText = (value: JsonScalar): value is string => typeof value === 'string';
const isWhole = (value: JsonScalar): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value);

function enumView(type: EnumType, name: string, scope: Scope): DefinitionView {
  const values: readonly JsonScalar[] = type.values;
  const texts = values.every(isText);
  const whole = values.every(isWhole);
  if (values.length > MAX_MEMBERS) return aliasView(name, code(texts ? 'str' : 'Any'), scope);
  if (values.length === 0 || !(texts || whole)) return aliasView(name, literalOf(values), scope);
  const base = texts ? 'StrEnum' : 'IntEnum';
  scope.imports.use('enum', base);
  const names = memberScope();
  const members = [...new Set<JsonScalar>(values)].map((value) => ({
    name: names.claim(memberName(value)),
    value: literal(value),
  }));
  const doc = docOf(type);
  return { name, base: code(base), doc, isClass: true, fields: [], members, target: null };
}

function memberName(value: JsonScalar): string {
  if (value === '') return 'EMPTY';
  if (typeof value === 'number') return value < 0 ? `MINUS_${-value}` : `VALUE_${value}`;
  return constant(toWordsOr(String(value), ['value']).slice(0, 8), 'value');
}

function aliasView(name: string, target: PyCode, scope: Scope): DefinitionView {
  needsTyping(scope, target);
  return { name, base: target, doc: { spec: '' }, isClass: false, fields: [], members: [], target };
}

/** An alias that (through others) names itself, or something defined further down, is a class of its own: a RootModel. */
function namedAliasView(type: AliasType, name: string, scope: Scope): DefinitionView {
  const target = annotation(type.target, scope.ref);
  if (refsOf(type.target).every((id) => scope.defined.has(id))) return aliasView(name, target, scope);
  scope.imports.use('pydantic', 'RootModel');
  const base = subscript('RootModel', [code(JSON.stringify(needsTyping(scope, target).python))]);
  const doc = docOf(type);
  return { name, base, doc, isClass: true, fields: [], members: [], target: null };
}

function definitionView(type: NamedType, scope: Scope): DefinitionView {
  const name = scope.context.classNames.get(type.id) ?? 'Type';
  switch (type.kind) {
    case 'object':
      return objectView(type, name, scope);
    case 'enum':
      return enumView(type, name, scope);
    case 'alias':
      return namedAliasView(type, name, scope);
  }
}

/** Prints references and imports what lies in another module of the models' package. */
export function refPrinter(context: Context, imports: Imports, here: string, prefix: string): RefPrinter {
  return (id) => {
    const name = context.classNames.get(id);
    if (name === undefined) {
      imports.use('typing', 'Any');
      return code('Any');
    }
    const module = context.layout.moduleOf.get(id) ?? '';
    if (module !== here) imports.use(`${prefix}${module}`, name);
    return code(name);
  };
}

export function modelsView(module: ModelModule, context: Context): ModelsView {
  const imports = createImports();
  imports.use('__future__', 'annotations');
  const ref = refPrinter(context, imports, module.module, '.');
  const known = context.model.types.filter(({ id }) => context.layout.moduleOf.get(id) !== module.module);
  const scope: Scope = { context, imports, ref, defined: new Set(known.map(({ id }) => id)) };
  const definitions = module.types.map((type) => {
    const view = definitionView(type, scope);
    scope.defined.add(type.id);
    return view;
  });
  const definesBase = !context.layout.split;
  if (definesBase) imports.use('pydantic', 'BaseModel', 'ConfigDict');
  const doc = moduleDoc(module, context.model.service.title);
  return { doc, definesBase, imports: imports.sections(), definitions };
}

const moduleDoc = ({ module }: ModelModule, title: Text): SpecText => {
  if (module === '') return joinText('What ', title, ' takes and answers with, as pydantic models.');
  const group = module.startsWith('shared')
    ? 'several groups of operations'
    : `the operations of "${module}"`;
  return { spec: `Models for ${group}.` };
};
