/** One text to be formatted, and what came of it. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface FormatProblem {
  readonly path: string;
  readonly message: string;
}

export interface Formatted {
  /** In the order given. */
  readonly texts: readonly string[];
  readonly problems: readonly FormatProblem[];
}

/** Formats and parses files while more are being rendered. The result never depends on timing. */
export interface BatchFormatter {
  add(file: SourceText): void;
  /** Texts in the order in which files were added. Call it once. */
  finish(): Promise<Formatted>;
}

/** How the files of one language are formatted, as the language's own tool in a project will want them. */
export interface LanguageFormat {
  /** The names of its files. */
  readonly files: RegExp;
  /** The file at a project's root that says how; '' where the language leaves no choice. Without that file nothing is formatted. */
  readonly config: string;
  /** `lint`: what the language's linter finds is a problem, too. */
  readonly many: (config: string, lint: boolean) => BatchFormatter;
  /** Throws for a text that does not parse. */
  readonly one: (config: string) => (path: string, text: string) => string;
}
