/** The stages' contracts: what flows from a document to a written project. Each lives in the folder named beside it. */
import type { Diagnostic, Place, Staged } from './diagnostics/types.js';
import type { JsonObject, JsonValue, ServiceModel } from './model/types.js';
import type {
  ChosenPart,
  FilePlan,
  Finding,
  Owner,
  ProjectOptions,
  RenderedTree,
  Target,
} from './plan/types.js';

/** Where a document comes from. `bytes` is standard input, `text` a document made from answers or the sample. */
export type SpecSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'text'; readonly text: string; readonly name: string };

/** What is read beside a document. */
export interface Beside {
  /** OpenAPI Overlays 1.0 or 1.1, laid over the document as it is written, in their order. */
  readonly overlays?: readonly SpecSource[];
  /** What somebody decided about tools: `tools.yaml`. */
  readonly toolsFile?: SpecSource;
}

/** A parsed JSON or YAML file that knows where each value stands. */
export interface LocatedFile {
  readonly name: string;
  readonly text: string;
  readonly value: JsonValue;
  place(segments: readonly string[]): Place;
}

/** The world as `src/spec/load` sees it. */
export interface SpecWorld {
  /**
   * Bytes of a file; rejects with a Node error (`code: 'ENOENT'`…), with code `ERR_TOO_LARGE` beyond `maxBytes`.
   * A world may leave the limit out of account: the size is checked again.
   */
  readonly readFile: (path: string, maxBytes?: number) => Promise<Uint8Array>;
  /** Real path with links resolved; for the check that a `$ref` stays inside the document's folder. */
  readonly realPath: (path: string) => Promise<string>;
  readonly fetch: (url: string, request: SpecRequest) => Promise<Response>;
  /** Addresses of a host, so that an allowed `$ref` host cannot lead into the private network. Not asked when absent. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
}

/** A GET that follows no redirect. */
export interface SpecRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Where to connect instead of asking for the host's addresses again: they were looked at, and a second answer may be another. */
  readonly addresses?: readonly string[];
}

export interface LoadPolicy {
  /** Hosts that remote `$ref`s may name (`--allow-ref-host`). The document's own URL needs no entry. */
  readonly allowRefHosts: readonly string[];
  /** Further folders that `file:` and relative `$ref`s may reach (`--allow-ref-dir`). */
  readonly allowRefDirs: readonly string[];
  /** Of each file and of all files together. */
  readonly maxBytes: number;
  /** For each address as a whole. The first sign of an answer must come within 4 s, or within this if it is less. */
  readonly timeoutMs: number;
}

/** `src/spec`: a parsed document in the shape of OpenAPI 3.1, whatever its version was. */
export interface SpecDocument {
  /** As the user knows it: path, URL without credentials, or `<stdin>`. */
  readonly name: string;
  /** Version as written: `2.0`, `3.0.3`, `3.1.0`, `3.2.0`. */
  readonly version: string;
  /**
   * OpenAPI 3.x object; a 2.0 document is upgraded. Every `$ref` is local (`#/…`): what other files held is bundled.
   * The tree is free of cycles (references stay references) and of prototypes' names as own traps.
   */
  readonly root: JsonObject;
  /**
   * The texts as read, entry first, to be copied into the project. Each path is relative to the folder that holds them
   * all, `/`-separated, without `..`, so that the references between them stay right.
   */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The overlays that were laid over it, in their order, to be copied into the project. */
  readonly overlays?: readonly { readonly path: string; readonly text: string }[];
  /** What somebody decided about its tools; read, and not yet understood. */
  readonly toolsFile?: LocatedFile;
  /** Place of a pointer into `root`, in the file it came from; the nearest known ancestor when it is not in the source. */
  positionOf(pointer: string): Place;
}

/** An operation of an earlier time, and its name then. */
export interface KnownName {
  readonly id: string;
  readonly operationId?: string | undefined;
  readonly method: string;
  /** As the document has it; a query in it does not count. */
  readonly path: string;
}

/** What the user chose about tools; `src/model`. */
export interface ModelChoices {
  /** Overrides the name derived from the title. Already a valid slug. */
  readonly slug?: string;
  /** See `parseChoice`: `auto`, `all`, `read-only+tags:a,b`, `paths:/a/**` … */
  readonly tools: string;
  readonly pinned?: readonly string[];
  /** Whether tools say what answers look like. */
  readonly outputSchemas?: boolean;
  /** Tokens that a tool may have. */
  readonly toolBudget?: number;
  /** Refuse a document with suspicious texts. */
  readonly strictText?: boolean;
  /** Names that callers know; they stay with their operations. */
  readonly known?: readonly KnownName[];
}

export type LoadSpec = (
  source: SpecSource,
  policy: LoadPolicy,
  world: SpecWorld,
  beside?: Beside,
) => Promise<Staged<SpecDocument>>;
export type BuildModel = (document: SpecDocument, choices: ModelChoices) => Staged<ServiceModel>;
/** `parts`: preset and features, in the order of the registry; none when left out. */
export type PlanProject = (
  model: ServiceModel,
  options: ProjectOptions,
  target: Target,
  parts?: readonly ChosenPart[],
) => Staged<FilePlan>;
/**
 * Renders, formats and parses in memory; a file that does not parse is an error with code `internal.render`, and so is what the
 * language's linter finds unless `lint` is false.
 */
export type RenderPlan = (plan: FilePlan, target: Target, lint?: boolean) => Promise<Staged<RenderedTree>>;

export type WriteMode = 'new' | 'overwrite' | 'merge';
export interface WrittenProject {
  readonly dir: string;
  readonly created: readonly string[];
  /** Only with `merge`: files that were there and were left alone. */
  readonly kept: readonly string[];
}

/** `src/manage`: what a project records about its own making. `.create-mcp-server/manifest.json` */
export interface ManifestFile {
  readonly path: string;
  readonly owner: Owner;
  /** sha256 of the text as written, hex. */
  readonly sha256: string;
  readonly mode: number;
  /** Where the user moved it to. */
  readonly at?: string;
  /** The user deleted it, and that is recorded: it stays deleted. */
  readonly deleted?: true;
}

/** `src/check`: one step as it ended. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly ms: number;
  readonly command?: readonly string[];
  /** What was proven (`214 tests passed`) or why not. */
  readonly detail: string;
  readonly findings: readonly Finding[];
}
export interface CheckReport {
  readonly ok: boolean;
  readonly results: readonly CheckResult[];
  readonly diagnostics: readonly Diagnostic[];
}
export type { Finding };
