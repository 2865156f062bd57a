import type { Staged } from '../diagnostics/types.js';
import type { Options } from '../options/resolve.js';
import type { Beside, LoadPolicy, SpecDocument, SpecSource } from '../stages.js';
import { besideOf, chooseSource, loadPolicy } from './document.js';
import type { World } from './world.js';

export interface LoadedDocument {
  readonly document: SpecDocument;
  /** See `ChosenSource.origin`. */
  readonly origin: string;
}

export type Loader = (options: Options) => Promise<Staged<LoadedDocument>>;

/** Standard input has one content, whatever is asked of it. */
const keyOf = (source: SpecSource, policy: LoadPolicy, beside: Beside): string =>
  JSON.stringify([source.kind === 'bytes' ? source.name : source, policy, beside]);

/** Loads the document that answers name. The last one is kept, so that questions and generation fetch it once. */
export function createLoader(world: World): Loader {
  let last: { readonly key: string; readonly loaded: Staged<LoadedDocument> } | undefined;
  let stdin: Promise<Uint8Array> | undefined;
  const readStdin = (): Promise<Uint8Array> => {
    stdin ??= world.readStdin();
    return stdin;
  };
  return async (options) => {
    const source = await chooseSource(options, { ...world, readStdin });
    if (!source.ok) return source;
    const stages = await world.stages();
    const policy = loadPolicy(stages.loadPolicy, options, world);
    const beside = besideOf(options);
    const key = keyOf(source.value.source, policy, beside);
    if (last?.key === key) return last.loaded;
    const result = await stages.loadSpec(source.value.source, policy, world.spec, beside);
    const loaded: Staged<LoadedDocument> = result.ok
      ? { ...result, value: { document: result.value, origin: source.value.origin } }
      : result;
    last = { key, loaded };
    return loaded;
  };
}
