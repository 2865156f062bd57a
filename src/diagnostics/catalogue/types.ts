/** What the catalogue knows of one diagnostic code. */
export interface CatalogueEntry {
  /** A few words: `A reference leads nowhere`. */
  readonly title: string;
  /** Why it matters, one sentence. */
  readonly cause: string;
  /** What to do; printed after the message unless the diagnostic brings a fix of its own. */
  readonly fix: string;
}
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
