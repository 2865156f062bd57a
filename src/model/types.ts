/**
 * The language-neutral service model: what a document (or a set of answers, or an existing server) offers,
 * with every decision taken that does not depend on the output language. Plain JSON; imports nothing.
 *
 * Text that comes from a document is a `SpecText` and can reach output only through `src/escape`.
 */

/** Untrusted text of a document. An object, so that no template literal or join prints it by accident. */
export interface SpecText {
  readonly spec: string;
}

export type JsonScalar = string | number | boolean | null;
export type JsonValue = JsonScalar | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/** A JSON Schema 2020-12 object whose `$ref`s are local (`#/$defs/…`). Its strings are untrusted: print as JSON only. */
export type JsonSchema = JsonObject;

export interface ServiceModel {
  readonly modelVersion: 1;
  readonly service: Service;
  /** The first is the default. Always at least one. */
  readonly servers: readonly Server[];
  readonly securitySchemes: readonly SecurityScheme[];
  readonly tags: readonly Tag[];
  /** Document order. */
  readonly operations: readonly Operation[];
  /** Named types, each after the types it refers to wherever the graph has no cycle. */
  readonly types: readonly NamedType[];
  /** Chosen tools, in document order of their operations. */
  readonly tools: readonly Tool[];
  /** `static`: one MCP tool per entry of `tools`. `dynamic`: search/describe/call over them, plus the pinned ones. */
  readonly toolMode: 'static' | 'dynamic';
}

export interface Service {
  readonly title: SpecText;
  readonly version: SpecText;
  readonly description?: SpecText;
  readonly license?: SpecText;
  readonly docsUrl?: SpecText;
  /** `petstore-api`: `^[a-z][a-z0-9-]{0,62}$`. Safe everywhere. */
  readonly slug: string;
  /** Words of the name, lower case ASCII, for the languages' own cases: `['petstore', 'api']`. */
  readonly words: readonly string[];
  /** `PETSTORE_API`: prefix of environment variables, `^[A-Z][A-Z0-9_]*$`. */
  readonly envPrefix: string;
}

export interface Server {
  /** Absolute http(s) URL with every variable replaced by its default; no trailing slash, no query, no credentials. */
  readonly url: SpecText;
  readonly description?: SpecText;
}

export interface Tag {
  /** `^[a-z][a-z0-9_]*$`, unique; operations without a tag are filed under one made from their path. */
  readonly id: string;
  readonly name: SpecText;
  readonly description?: SpecText;
}

/* ---------------------------------------------------------------- operations */

export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE' | 'QUERY';

export interface Operation {
  /** Stable, unique, verb first: `get_pet_by_id`. `^[a-z][a-z0-9_]*$`, at most 48 characters. The tool's name, unless it is renamed. */
  readonly id: string;
  readonly operationId?: SpecText;
  /** JSON pointer into the (entry) document, for diagnostics. */
  readonly pointer: string;
  readonly method: HttpMethod | string;
  /** Path template as written, without any query part: `/pet/{petId}`. */
  readonly path: SpecText;
  /** The same, taken apart; parameters refer to `params` by wire name. */
  readonly segments: readonly PathPart[];
  /** Fixed query pairs written into the path (`/search?type=user`). */
  readonly fixedQuery: readonly { readonly name: SpecText; readonly value: SpecText }[];
  readonly tag: string;
  readonly summary?: SpecText;
  readonly description?: SpecText;
  readonly deprecated: boolean;
  readonly params: readonly Parameter[];
  readonly body?: RequestBody;
  readonly responses: readonly ResponseModel[];
  /** OR of ANDs of scheme ids; `[]` when no credential is wanted; `[[]]` alternatives mean optional. */
  readonly security: readonly (readonly SecurityUse[])[];
  /** Set only where the operation or its path names servers of its own. */
  readonly server?: Server;
  readonly safety: Safety;
}

/** Literal text (percent-encoded as it must go on the wire) or a parameter. One segment may hold several parts. */
export type PathPart = { readonly text: SpecText } | { readonly param: SpecText };

export interface Safety {
  readonly readOnly: boolean;
  readonly destructive: boolean;
  readonly idempotent: boolean;
}

export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'tabDelimited'
  | 'deepObject'
  | 'cookie';

export interface Parameter {
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  /** Wire name. */
  readonly name: SpecText;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description?: SpecText;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Set for parameters described by `content`: the value is written in this media type (JSON, as a rule). */
  readonly contentType?: SpecText;
  readonly type: TypeExpr;
}

export interface RequestBody {
  readonly required: boolean;
  readonly description?: SpecText;
  /** The media types offered, the one that is sent first. */
  readonly content: readonly BodyContent[];
}

export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'binary' | 'xml';

export interface BodyContent {
  readonly kind: BodyKind;
  readonly mediaType: SpecText;
  readonly type: TypeExpr;
  /** Per member of a form or multipart body: how it is written. Only members that differ from the default. */
  readonly encoding: readonly MemberEncoding[];
}

export interface MemberEncoding {
  readonly name: SpecText;
  readonly contentType?: SpecText;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** A multipart member that is a file (binary or base64 text in the document). */
  readonly file: boolean;
}

export interface ResponseModel {
  /** `200`, `2XX`, `default`. */
  readonly status: string;
  readonly description?: SpecText;
  readonly kind: 'json' | 'text' | 'binary' | 'empty';
  readonly mediaType?: SpecText;
  readonly type?: TypeExpr;
  /** A declared or made-up answer that fits the type: what the generated tests let the mocked upstream say. */
  readonly sample?: JsonValue;
}

/* ---------------------------------------------------------------- security */

export interface SecurityUse {
  readonly scheme: string;
  readonly scopes: readonly SpecText[];
}

export interface SecurityScheme {
  /** `^[a-z][a-z0-9_]*$`, unique. */
  readonly id: string;
  readonly wireName: SpecText;
  readonly kind: 'apiKey' | 'basic' | 'bearer' | 'oauth2' | 'openIdConnect' | 'mutualTLS' | 'unsupported';
  /** apiKey only. */
  readonly in?: 'header' | 'query' | 'cookie';
  readonly parameter?: SpecText;
  /** oauth2 client credentials, where the document has that flow. URLs are absolute wherever a server is known. */
  readonly tokenUrl?: SpecText;
  /** oauth2 authorization code, where the document has that flow. */
  readonly authorizationCode?: { readonly authorizationUrl: SpecText; readonly tokenUrl: SpecText };
  /** oauth2: where a refresh token is good for a token, whatever flow it came from. */
  readonly refreshUrl?: SpecText;
  /** openIdConnect: the document that names the endpoints. */
  readonly discoveryUrl?: SpecText;
  /** What to ask for: the scopes that operations want; where none names any, those of the client credentials flow. */
  readonly scopes?: readonly SpecText[];
  readonly description?: SpecText;
  /** Environment variables that hold the credential, by role; see DESIGN.md section 6, row "upstream". */
  readonly env: {
    readonly token?: string;
    readonly apiKey?: string;
    readonly username?: string;
    readonly password?: string;
    readonly clientId?: string;
    readonly clientSecret?: string;
    readonly refreshToken?: string;
    /** mutualTLS: files in PEM format. */
    readonly certificate?: string;
    readonly key?: string;
  };
}

/* ---------------------------------------------------------------- types */

/** `nullable` is separate from optional: it means that JSON null is a value of the type. */
export type TypeExpr = (
  | { readonly kind: 'any' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'number' }
  | { readonly kind: 'string'; readonly format?: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'literal'; readonly values: readonly JsonScalar[] }
  | { readonly kind: 'array'; readonly items: TypeExpr }
  | { readonly kind: 'tuple'; readonly items: readonly TypeExpr[] }
  | { readonly kind: 'map'; readonly values: TypeExpr }
  | { readonly kind: 'union'; readonly members: readonly TypeExpr[]; readonly discriminator?: SpecText }
  | { readonly kind: 'ref'; readonly id: string }
) & { readonly nullable?: boolean };

/** A type with a name of its own: a component, or an anonymous type named after where it is used. */
export type NamedType = ObjectType | EnumType | AliasType;

interface Named {
  /** Unique in the model; not an identifier of any language. */
  readonly id: string;
  /** Words for the name, lower case ASCII, never empty: `['pet', 'category']`. Languages claim names from these in order. */
  readonly words: readonly string[];
  readonly description?: SpecText;
  /** The tags whose operations reach this type. */
  readonly tags: readonly string[];
}

export interface ObjectType extends Named {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  /** Members beyond `properties`: a type, refused, or not said (then they are kept). */
  readonly additional: TypeExpr | 'forbidden' | 'unspecified';
}

export interface EnumType extends Named {
  readonly kind: 'enum';
  readonly values: readonly JsonScalar[];
}

export interface AliasType extends Named {
  readonly kind: 'alias';
  readonly target: TypeExpr;
}

export interface Property {
  /** Wire name. */
  readonly name: SpecText;
  readonly type: TypeExpr;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly deprecated: boolean;
  readonly description?: SpecText;
  readonly default?: JsonValue;
}

/* ---------------------------------------------------------------- tools */

export interface Tool {
  /** `^[a-z][a-z0-9_]*$`, at most 64 characters, unique. Somebody may have given it: not always the operation's id. */
  readonly name: string;
  readonly title: SpecText;
  /** Markdown, trimmed: summary first, then what a model must know. */
  readonly description: SpecText;
  /** `Operation.id`. */
  readonly operation: string;
  /** In the order: required first, then document order. */
  readonly arguments: readonly Argument[];
  /**
   * Arguments that no caller gives or sees: each is sent with its value in every call. Clients of the API have them as parameters,
   * tools pass the value.
   */
  readonly fixed: readonly { readonly argument: Argument; readonly value: JsonValue }[];
  /** How the body is filled: from several arguments, from one, or not at all. */
  readonly bodyMode: 'none' | 'members' | 'whole';
  /**
   * `type: object`, one property per argument under the argument's name, `additionalProperties: false`,
   * no top-level anyOf/oneOf/allOf, shared types under `$defs`; exactly the constraints of the document.
   */
  readonly inputSchema: JsonSchema;
  /**
   * Only where the user asked for it. `type: object`, and no keyword that an answer could break; then every answer that is no error
   * must have structured content.
   */
  readonly outputSchema?: JsonSchema;
  readonly annotations: {
    readonly title: SpecText;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  /** How its list goes on, where the document makes that clear. */
  readonly paging?: Paging;
  /** Kept as a tool of its own in dynamic mode. */
  readonly pinned: boolean;
  /** Rough cost of the tool in a model's context: bytes of its JSON / 4. */
  readonly tokens: number;
  /** What of the document's texts and schemas was left out to keep the tool small; in words of ours. */
  readonly cut: readonly string[];
}

/** How further pages of a list are asked for. Members are paths into the JSON of an answer. */
export interface Paging {
  /**
   * `cursor`: the text at `next` is the argument of the next call. `last-item`: the member `next` of the last item is, as
   * long as `more` is true. `link`: the address at `next`, or in the header `Link` (RFC 8288, rel="next"), has a query whose
   * parameters are arguments of the next call. `page`: one more, counted from `first`. `offset`: as many more as items came.
   */
  readonly kind: 'cursor' | 'last-item' | 'link' | 'page' | 'offset';
  /** The arguments that move on, with the names of their query parameters. */
  readonly arguments: readonly { readonly argument: string; readonly wire: SpecText }[];
  /** The list; empty where the answer itself is one. */
  readonly items: readonly SpecText[];
  readonly next?: readonly SpecText[];
  readonly more?: readonly SpecText[];
  readonly first?: number;
  /** The argument that says how many items a page has. */
  readonly size?: string;
}

export interface Argument {
  /**
   * `^[a-z_][a-z0-9_]*$`, at most 64 characters, unique in the tool, no hard keyword of Python and not `self`, `ctx`, `cls`:
   * snake case of the wire name. A clash is resolved by place: `id`, `body_id`, `query_id`.
   */
  readonly name: string;
  readonly source:
    | { readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring'; readonly name: SpecText }
    | { readonly in: 'member'; readonly name: SpecText }
    | { readonly in: 'body' };
  readonly required: boolean;
  readonly type: TypeExpr;
  readonly description?: SpecText;
  /** Said by the document; stated in the description, never sent by itself. */
  readonly default?: JsonValue;
  /** A value that satisfies the argument's schema (needed for the generated tests), when one could be made. */
  readonly sample?: JsonValue;
}
