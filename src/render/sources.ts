export { templateSources } from './sources-disk.js';

/**
 * The texts under `templates/`, by path relative to it (`targets/python/project/Makefile.hbs`). The bundle holds them as a
 * generated module that stands in for `sources-disk`; a checkout reads the folder.
 */
export interface TemplateSources {
  /** Throws when there is no such file: a plan that names one is a mistake of ours. */
  get(path: string): string;
  /** All paths, sorted. */
  list(): readonly string[];
}
