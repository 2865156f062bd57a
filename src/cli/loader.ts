import type { Staged } from '../diagnostics/types.js';
import type { Options } from '../options/resolve.js';
import type { SpecDocument } from '../stages.js';
import { chooseSource, loadPolicy } from './document.js';
import type { World } from './world.js';

export interface LoadedDocument {
  readonly document: SpecDocument;
  /** See `ChosenSource.origin`. */
  readonly origin: string;
}

export type Loader = (options: Options) => Promise<Staged<LoadedDocument>>;

/** Loads the document that answers name. The last one is kept, so that questions and generation fetch it once. */
export function createLoader(world: World): Loader {
  let last: { readonly key: string; readonly loaded: Staged<LoadedDocument> } | undefined;
  return async (options) => {
    const source = await chooseSource(options, world);
    if (!source.ok) return source;
    const policy = loadPolicy(options, world);
    const key = JSON.stringify([source.value, policy]);
    if (last?.key === key) return last.loaded;
    const stages = await world.stages();
    const result = await stages.loadSpec(source.value.source, policy, world.spec);
    const loaded: Staged<LoadedDocument> = result.ok
      ? { ...result, value: { document: result.value, origin: source.value.origin } }
      : result;
    last = { key, loaded };
    return loaded;
  };
}
