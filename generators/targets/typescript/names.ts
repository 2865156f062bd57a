import {
  camel as camelCase,
  NameScope,
  pascal as pascalCase,
  Reserved,
} from '../../../src/escape/names/index.js';

/** Names of one scope: each claim is unique in it, in the order of claiming. */
export interface Scope {
  /** The name itself; `name_` where the language or we use it already; `name2` where somebody else claimed it. */
  claim(wanted: string): string;
}

function createScope(reserved: Reserved, ignoreCase = false): Scope {
  const scope = new NameScope({ ignoreCase });
  return {
    claim: (wanted) => scope.claim(reserved.free(wanted), Number.POSITIVE_INFINITY, ''),
  };
}

const startable = (name: string, prefix: string): string =>
  /^[a-z]/i.test(name) ? name : `${prefix}${name}`;

/** `['pet', 'id']` → `petId` */
export const camel = (words: readonly string[], fallback: string): string =>
  startable(camelCase(words) || fallback, fallback);

/** `['pet', 'id']` → `PetId` */
export const pascal = (words: readonly string[], fallback: string): string =>
  startable(pascalCase(words) || fallback, fallback);

/** Words that no identifier may be, in modules and classes (ECMA-262, section 12.7.2), and global names that code relies on. */
const WORDS =
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield'.split(
    ' ',
  );

/** Global names that generated code relies on. */
const GLOBALS =
  'Array Boolean Buffer Date Error Function Infinity JSON Map Math NaN Number Object Promise Proxy Record Reflect RegExp Set String Symbol URL WeakMap WeakSet BigInt Atomics Intl Iterator globalThis z'.split(
    ' ',
  );

/** Models: each is a schema and a type, in modules that hold nothing else. */
export const modelScope = (): Scope => createScope(new Reserved(WORDS, GLOBALS));

const RUNTIME = 'ApiClient ApiFacts ApiGroup ApiResponse CallOptions ClientOptions Param ToolServer'.split(
  ' ',
);

/** Classes and types of arguments, beside what the client's modules import. */
export const classScope = (ours: readonly string[]): Scope =>
  createScope(new Reserved(WORDS, GLOBALS, RUNTIME, ours));

const MEMBERS =
  'baseUrl close constructor customTools hasOwnProperty isPrototypeOf prototype request timeout then toJSON toLocaleString toString valueOf'.split(
    ' ',
  );

/** Methods and groups of the client: beside those of its base class and of every object. */
export const memberScope = (): Scope => createScope(new Reserved(WORDS, MEMBERS));

const DEVICES =
  'aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9'.split(
    ' ',
  );

/** Modules; files may lie on a disk that does not tell case apart. */
export const moduleScope = (): Scope =>
  createScope(new Reserved(DEVICES, ['index', 'shared', 'group']), true);
