import type { ServiceModel } from '../model/types.js';
import type { Diagnostic } from '../diagnostics/types.js';

/** Who owns a file after creation; see docs/decisions and DESIGN section "Owners". */
export type Owner = 'generated' | 'merged' | 'once';

/** The choices that generators see. All values are validated: slugs, identifiers, enumerations. */
export interface ProjectOptions {
  /** `petstore`: distribution `mcp-petstore`, package `mcp_petstore`. `^[a-z][a-z0-9-]{0,62}$` */
  readonly slug: string;
  readonly target: string;
  readonly preset: string;
  readonly features: readonly string[];
  /** As the target writes it: `3.13`. */
  readonly languageVersion: string;
  readonly transports: readonly ('stdio' | 'http')[];
  /** Version of this program, for the manifest and the README. */
  readonly generatorVersion: string;
  /** Name under which the document's copy lies in the project (`openapi.json`), if there is a document. */
  readonly specFile?: string;
  readonly description?: string;
  /** Who installs the project's dependencies; the target's default when left out. */
  readonly packageManager?: string;
}

/** One file to be: a rendered template, a copied source, or text that is already final (JSON data, the document itself). */
export type FileEntry = {
  /** Relative, `/`-separated, made of safe names only. */
  readonly path: string;
  readonly owner: Owner;
  /** File mode; 0o644 when left out. */
  readonly mode?: number;
} & (
  | { readonly kind: 'template'; readonly template: string; readonly view: object }
  | { readonly kind: 'copy'; readonly source: string; readonly replace?: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string }
);

export interface FilePlan {
  readonly files: readonly FileEntry[];
  /** Folders of real sources that are copied whole; `planProject` replaces them by an entry per file. */
  readonly trees?: readonly TreeCopy[];
}

/** A folder under `templates/`: every file in it lands at the same place below `path`. */
export interface TreeCopy {
  readonly source: string;
  /** `''` is the project's root. */
  readonly path: string;
  readonly owner: Owner;
  /** Tokens replaced in texts and paths. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Paths relative to `source` that only serve our own tests. */
  readonly leaveOut?: readonly string[];
}

/** A rendered, formatted and parsed file, in memory. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
  readonly owner: Owner;
  readonly mode: number;
}
export type RenderedTree = ReadonlyMap<string, RenderedFile>;

/** How to start, test and talk to a project; repeated in the manifest and in `--json`. DESIGN section 6, run contract. */
export interface RunContract {
  readonly stdio: readonly string[];
  readonly http: readonly string[];
  readonly path: '/mcp';
  readonly health: '/health';
  /** Environment variables by meaning: `baseUrl`, `timeout`, then one per credential. */
  readonly env: Readonly<Record<string, string>>;
}

/** One of the values that an option may have. */
export interface Choice {
  readonly value: string;
  readonly title: string;
  readonly hint?: string;
}

/** What is known of a language before its generator is loaded: what can be chosen. Plain data, read at every start. */
export interface TargetFacts {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  /** Key of the option that says which version of the language is wanted; see src/options/table.ts. */
  readonly versionOption: string;
  /** `auto` first. */
  readonly versions: readonly Choice[];
  /** What `auto` means when nobody has looked at the machine. */
  readonly defaultVersion: string;
  /** The default first. */
  readonly packageManagers: readonly Choice[];
}

/** One output language. The only thing core code knows of it. */
export interface Target {
  readonly id: string;
  readonly title: string;
  plan(model: ServiceModel, options: ProjectOptions): { plan: FilePlan; diagnostics: readonly Diagnostic[] };
  runContract(model: ServiceModel, options: ProjectOptions): RunContract;
  /** Handlebars helpers that print values of this language safely, by name. */
  readonly helpers: Readonly<Record<string, (...args: never[]) => string>>;
  /** The checks that a project of this target runs after creation; see src/check/types.ts. */
  readonly checks: (options: ProjectOptions) => readonly CheckStep[];
}

/** A command of the project's own toolchain. `{bin}` and what else the toolchain names are filled in by the toolchain finder. */
export interface CheckStep {
  readonly id: string;
  readonly title: string;
  readonly command: readonly string[];
  /** Ids of steps that must have succeeded before. */
  readonly after: readonly string[];
  readonly timeoutMs: number;
  /**
   * Prepares the project instead of checking it: runs when installing is wanted, and keeps the user's
   * proxy and package index settings, which every other step's environment lacks.
   */
  readonly installs?: boolean;
  /** Makes what is started: sessions wait for it, as they do for the step `install`. */
  readonly builds?: boolean;
  /** Reads what the tool said; without it the last line of the output is the detail. */
  readonly report?: (output: ToolOutput) => StepReport;
}

/** What a command left behind: complete up to a cap, of which the end is kept. */
export interface ToolOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
export interface StepReport {
  /** What was proven (`214 passed, coverage 96 %`) or how much is wrong (`3 errors`). */
  readonly detail: string;
  readonly findings: readonly Finding[];
}
/** One thing that a tool found; `file` is relative to the project and `/`-separated, `line` counts from 1. */
export interface Finding {
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
}
