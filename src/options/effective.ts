import { visible } from '../diagnostics/visible.js';
import type { ServiceModel } from '../model/types.js';
import type { Options } from './resolve.js';
import { valueProblem } from './values.js';

/** Longer texts of a document are not worth repeating on a command line. */
const MAX_REPEATED = 200;

export type EffectiveOptions = Options & { readonly dir: string; readonly packageName: string };

/**
 * The answers with everything filled in that the document decided, so that the command that is printed says it all.
 * Texts of the document are taken over only when a flag would accept them and a terminal shows them as they are;
 * leaving one out gives the same project, because then the document decides again.
 */
export function effectiveOptions(options: Options, model: ServiceModel): EffectiveOptions {
  const { service } = model;
  const named = options.spec !== undefined || options.baseUrl !== undefined;
  return Object.freeze({
    ...options,
    ...(named ? {} : { sample: true }),
    dir: options.dir ?? `mcp-${service.slug}`,
    packageName: service.slug,
    ...repeated('name', options.name ?? service.title.spec),
    ...repeated('description', options.description ?? service.description?.spec),
  });
}

function repeated(key: 'name' | 'description', text: string | undefined): { readonly [key: string]: string } {
  if (text === undefined || text.length > MAX_REPEATED || visible(text) !== text) return {};
  return valueProblem(key, text) === undefined ? { [key]: text } : {};
}
