/** What of Handlebars the renderer touches: the same in the whole library and in the part that only runs compiled templates. */
export interface Engine {
  readonly helpers: Readonly<Record<string, unknown>>;
  registerHelper(name: string, helper: unknown): void;
  unregisterHelper(name: string): void;
  registerPartial(name: string, partial: unknown): void;
}

/** A template: where it lies below `templates/`, and its text, which a compiled one needs no more. */
export interface TemplateSource {
  readonly path: string;
  readonly text: () => string;
}

export interface TemplateCompiler {
  /** An engine of its own, with Handlebars' built-in helpers. */
  create(): Engine;
  /** Throws for a text that is no template. */
  compile(engine: Engine, template: TemplateSource, options: CompileOptions): (view: object) => string;
  /** What `registerPartial` takes. */
  partial(engine: Engine, template: TemplateSource): unknown;
}

export interface CompileOptions {
  readonly noEscape: true;
  readonly strict: true;
  readonly knownHelpersOnly: true;
  readonly explicitPartialContext: true;
  readonly preventIndent: true;
  readonly knownHelpers: Readonly<Record<string, boolean>>;
}

const BLOCKS = ['if', 'unless', 'each', 'with'];

/** How every template is compiled, given the names of its target's helpers. */
export const compileOptions = (helpers: readonly string[]): CompileOptions => ({
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  explicitPartialContext: true,
  preventIndent: true,
  knownHelpers: Object.fromEntries([
    ...[...helpers, ...BLOCKS].map((name) => [name, true]),
    ...['lookup', 'log', 'helperMissing', 'blockHelperMissing'].map((name) => [name, false]),
  ]),
});
