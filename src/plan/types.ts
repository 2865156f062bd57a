import type { Diagnostic } from '../diagnostics/types.js';
import type { ServiceModel } from '../model/types.js';

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
  /** The targets that have it; every one when left out. */
  readonly targets?: readonly string[];
  /** Of a preset: the features that it always has. */
  readonly brings?: readonly string[];
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

/** A text that a feature prints at a named place of the base templates. It is ours: nothing of a document stands in it. */
export interface SlotText {
  readonly slotText: string;
}

/** An environment variable that a feature reads, for `.env.example` and the README. */
export interface FeatureVariable {
  readonly name: string;
  readonly about: string;
  /** Its default; `''` for none. */
  readonly value: string;
  readonly secret?: boolean;
}

/** The same, with the id of the preset or feature that reads it first. */
export interface PartVariable extends FeatureVariable {
  readonly of: string;
}

/** What a part is put together with. */
export interface PartSurroundings {
  /** Ids of all features in effect, those of the preset included. */
  readonly features: readonly string[];
  /** What stands in copied sources for the project's own names: `mcp-package` → `mcp-petstore`. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What all parts together print into the base project. */
  readonly additions: Additions;
}

/**
 * What a feature is in one language. Besides what stands here, `templates/features/<feature>/<target>/project` is copied into the
 * project, and every file of `…/slots` fills the slot that it is named after; `<feature>/any/…` is the same for every language.
 */
export interface FeaturePart {
  /** In the words of the language's package manager: `redis>=7,<8`. */
  readonly dependencies?: readonly string[];
  readonly devDependencies?: readonly string[];
  readonly variables?: readonly FeatureVariable[];
  /**
   * Environment in which all tools answer as the API does, without scopes, limits and envelopes of its own: `check` calls them so. The
   * same stands in `tests.environment`, in the words of the language.
   */
  readonly openWith?: Readonly<Record<string, string>>;
  /** Folders below `templates/shared` that are copied too, once for all features that use them. */
  readonly uses?: readonly string[];
  /** Short texts by slot; a long one is a file. */
  readonly slots?: Readonly<Record<string, string>>;
  /** Paths, or folders ending in `/`, of copied files that their owner edits as we do; the others are `generated`. */
  readonly merged?: readonly string[];
  /** Files that depend on the document. */
  readonly plan?: (
    model: ServiceModel,
    options: ProjectOptions,
    surroundings: PartSurroundings,
  ) => readonly FileEntry[];
}

/** A thing that any project can take, in the languages that it has a part for. */
export interface Feature {
  readonly id: string;
  /** Features that it cannot be without. */
  readonly requires?: readonly string[];
  readonly conflicts?: readonly { readonly with: string; readonly because: string }[];
  readonly targets: Readonly<Record<string, FeaturePart>>;
}

/** What a preset is in one language; its folders are `templates/presets/<preset>/<target>/…`. */
export interface PresetPart extends FeaturePart {
  /** A layout of the base project, in the target's own words; its usual one when left out. */
  readonly shape?: string;
  /** Paths, or folders ending in `/`, of the base project that are not written. */
  readonly leaveOut?: readonly string[];
  /** Other defaults for environment variables of the base project. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** What a project of this shape has to be, point by point; `check --checklist` goes through it. */
  readonly checklist?: readonly ChecklistPoint[];
}

/** One line of a checklist. It holds when each of its proofs does. */
export interface ChecklistPoint {
  readonly says: string;
  readonly proofs: readonly ChecklistProof[];
}

/**
 * What can be looked at in a project. Paths are relative to it; `{package}` stands for its package. Patterns are regular expressions
 * over whole paths (`in`) and over texts (all others), with the flags `m` and `u`.
 */
export type ChecklistProof =
  /** One of these files is there. */
  | { readonly kind: 'file'; readonly anyOf: readonly string[] }
  /** All files whose path fits `in` lie where `under` says. */
  | { readonly kind: 'only'; readonly in: string; readonly under: string }
  /** The pattern stands in at least one of the files. */
  | { readonly kind: 'text'; readonly in: string; readonly pattern: string }
  /** Every piece of text that `of` finds has `pattern` in it, and there is one. */
  | { readonly kind: 'each'; readonly in: string; readonly of: string; readonly pattern: string }
  /** The linter of the target finds nothing with these rules. */
  | { readonly kind: 'lint'; readonly in: string; readonly rules: readonly string[] }
  /** A step of `check` succeeded. */
  | { readonly kind: 'step'; readonly id: string }
  /** The pattern stands in none of the files. */
  | { readonly kind: 'none'; readonly in: string; readonly pattern: string }
  /** One of several ways to hold, each proven in full. */
  | { readonly kind: 'either'; readonly ways: readonly ChecklistWay[] };

/** A way in which a point may hold: with what it needs, or because there is nothing that it could be about. */
export interface ChecklistWay {
  /** What this way means, said with its proof; left out where the proof says it. */
  readonly says?: string;
  readonly proofs: readonly ChecklistProof[];
}

/** A shape of the whole project. */
export interface Preset {
  readonly id: string;
  /** Features that it always has. */
  readonly features: readonly string[];
  readonly targets: Readonly<Record<string, PresetPart>>;
}

/** A preset or feature of this project: its part for the project's language. */
export interface ChosenPart {
  /** `features/cache` or `presets/patterns`: its folder below `templates/`. */
  readonly folder: string;
  readonly part: PresetPart;
}

/** What preset and features add, as targets see it: all of it empty in a plain project. */
export interface Additions {
  /** Every slot of the target, in the order of the registry. */
  readonly slots: Readonly<Record<string, readonly SlotText[]>>;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly variables: readonly PartVariable[];
  readonly shape: string;
  readonly defaults: Readonly<Record<string, string>>;
}

/** One output language. The only thing core code knows of it. */
export interface Target {
  readonly id: string;
  readonly title: string;
  /** The slots that its templates print. */
  readonly slots: readonly string[];
  /** What stands in copied sources for the project's own names, in texts and paths. */
  tokens(model: ServiceModel, options: ProjectOptions): Readonly<Record<string, string>>;
  plan(
    model: ServiceModel,
    options: ProjectOptions,
    additions: Additions,
  ): { plan: FilePlan; diagnostics: readonly Diagnostic[] };
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
