import {
  NameScope,
  pascal as pascalCase,
  Reserved,
  snake as snakeCase,
} from '../../../src/escape/names/index.js';
import { AMBIGUOUS, DEVICES, KEYWORDS, MODEL_MEMBERS, USED_BUILTINS } from './words.js';

/** Names of one scope: each claim is unique in it, in the order of claiming. */
export interface Scope {
  /** The name itself; `name_` where Python or we use it already; `name_2` where somebody else claimed it. */
  claim(wanted: string): string;
}

/** Python compares identifiers exactly, but module files may lie on a disk that does not (`ignoreCase`). */
export function createScope(reserved: Reserved, ignoreCase = false): Scope {
  const scope = new NameScope({ ignoreCase });
  return { claim: (wanted) => scope.claim(reserved.free(wanted)) };
}

const startable = (name: string, prefix: string): string =>
  /^[a-z]/i.test(name) ? name : `${prefix}${name}`;

/** `['pet', 'id']` → `pet_id` */
export const snake = (words: readonly string[], fallback: string): string =>
  startable(snakeCase(words) || fallback, `${fallback}_`);

/** `['pet', 'id']` → `PetId` */
export const pascal = (words: readonly string[], fallback: string): string =>
  startable(pascalCase(words) || fallback, fallback);

/** `['in', 'stock']` → `IN_STOCK` */
export const constant = (words: readonly string[], fallback: string): string =>
  snake(words, fallback).toUpperCase();

/** Names that the generated modules import or define; no class of the document may be called so. */
const OUR_CLASSES =
  'Any Literal Field RootModel BaseModel ConfigDict Model StrEnum IntEnum ApiClient ApiGroup ApiResponse ApiError Param JsonParam JsonBody FormBody MultipartBody TextBody BinaryBody Encoding Unset ApiKey Basic Bearer MutualTls Endpoints OAuth2ClientCredentials OAuth2RefreshToken OAuth2AuthorizationCode Scheme Security Context CallToolResult ToolServer Exception BaseException Warning Ellipsis NotImplemented'.split(
    ' ',
  );

export const classScope = (ours: readonly string[]): Scope =>
  createScope(new Reserved(KEYWORDS, OUR_CLASSES, ours));

const FIELDS = new Reserved(KEYWORDS, USED_BUILTINS, MODEL_MEMBERS);
export const fieldScope = (): Scope => createScope(FIELDS);

const SERVER_NAMES = 'answer app client create_features custom_tools get_client lifespan main mcp'.split(' ');

const MEMBERS = new Reserved(AMBIGUOUS);
/** Members of an enumeration, all in capitals. */
export const memberScope = (): Scope => createScope(MEMBERS);

/** Functions at the top of a server module. */
export const functionScope = (ours: readonly string[]): Scope =>
  createScope(new Reserved(KEYWORDS, USED_BUILTINS, SERVER_NAMES, ours));

/** What the client has already, by itself or from the runtime's `ApiClient` (a test compares), and what may come. */
export const CLIENT_NAMES =
  'base_url cached_property client close default_base_url default_security env_prefix error_class from_env max_bytes max_connections request schemes server session settings strict timeout user_agent'.split(
    ' ',
  );

const METHODS = new Reserved(KEYWORDS, USED_BUILTINS, CLIENT_NAMES);
/** Methods of the client: beside those of its base class. */
export const methodScope = (): Scope => createScope(METHODS);

const PARAMETERS = new Reserved(KEYWORDS, USED_BUILTINS, ['self', 'null_or', 'text_of']);
/** Parameters of a method, in whose body `list[Pet]` and `null_or()` must keep their meaning. */
export const parameterScope = (): Scope => createScope(PARAMETERS);

const MODULES = new Reserved(KEYWORDS, DEVICES, USED_BUILTINS, CLIENT_NAMES, [
  'shared',
  'base',
  'group',
  'tools',
  'typing',
  'annotations',
]);
/** Modules of tags; each is an attribute of the client, too. */
export const moduleScope = (): Scope => createScope(MODULES, true);

/** Distributions that the project itself depends on; `types` would make a `mcp-types` that needs `mcp-types`. */
const TAKEN = new Set(['types']);

/** `mcp-petstore`; the package and the command are called so, too. */
export const distributionOf = (slug: string): string => `mcp-${TAKEN.has(slug) ? `${slug}-api` : slug}`;
