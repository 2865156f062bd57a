import type { ServiceModel } from '../model/types.js';
import type { TemplateSources } from '../render/sources.js';
import type {
  Additions,
  ChosenPart,
  FeaturePart,
  FileEntry,
  Owner,
  PartSurroundings,
  PresetPart,
  ProjectOptions,
  SlotText,
  Target,
} from './types.js';

type Tokens = Readonly<Record<string, string>>;

export const replaceTokens = (text: string, tokens: Tokens): string =>
  Object.entries(tokens).reduce((result, [token, name]) => result.replaceAll(token, name), text);

/** `Makefile` or, with everything below it, `k8s/`. */
const covers = (paths: readonly string[] | undefined, path: string): boolean =>
  (paths ?? []).some((one) => path === one || (one.endsWith('/') && path.startsWith(one)));

/** Files of a part's folder, by the rest of their paths. */
function filesBelow(folder: string, sources: TemplateSources): (readonly [rest: string, source: string])[] {
  const prefix = `${folder}/`;
  return sources
    .list()
    .filter((source) => source.startsWith(prefix))
    .map((source) => [source.slice(prefix.length), source] as const);
}

/** What the parts print into the base project. A slot that the target does not print is a mistake of ours. */
export function additionsOf(
  parts: readonly ChosenPart[],
  target: Target,
  tokens: Tokens,
  sources: TemplateSources,
): Additions {
  const texts = parts.flatMap(({ folder, part }) => slotsOf(folder, part, target.id, sources));
  const unknown = texts.find(([slot]) => !target.slots.includes(slot));
  if (unknown !== undefined) throw new Error(`${target.id} projects print no slot called ${unknown[0]}`);
  const filled = (slot: string): SlotText[] =>
    texts
      .filter(([name]) => name === slot)
      .map(([, text]) => ({ slotText: replaceTokens(text.trimEnd(), tokens) }));
  const all = parts.map(({ part }) => part);
  const merged = (pick: (part: PresetPart) => readonly string[] | undefined): string[] =>
    [...new Set(all.flatMap((part) => pick(part) ?? []))].sort();
  return {
    slots: Object.fromEntries(target.slots.map((slot) => [slot, filled(slot)])),
    dependencies: merged((part) => part.dependencies),
    devDependencies: merged((part) => part.devDependencies),
    variables: onceEach(parts),
    shape: all.find(({ shape }) => shape !== undefined)?.shape ?? '',
    defaults: Object.assign({}, ...all.map(({ defaults }) => defaults ?? {})),
  };
}

/** What is the same in every language lies beside the folders of the languages. */
const foldersOf = (folder: string, target: string, kind: 'slots' | 'project'): readonly string[] =>
  ['any', target].map((language) => `${folder}/${language}/${kind}`);

function slotsOf(folder: string, part: FeaturePart, target: string, sources: TemplateSources) {
  const files = foldersOf(folder, target, 'slots').flatMap((path) => filesBelow(path, sources));
  return [
    ...Object.entries(part.slots ?? {}),
    ...files.map(([slot, source]) => [slot, sources.get(source)] as const),
  ];
}

/** Two features may read the same variable. */
function onceEach(parts: readonly ChosenPart[]): Additions['variables'] {
  const all = parts.flatMap(({ folder, part }) =>
    (part.variables ?? []).map((variable) => ({ ...variable, of: folder.replace(/^.*\//, '') })),
  );
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

/** The files that parts bring: copied sources and those that they plan themselves. */
export function filesOf(
  parts: readonly ChosenPart[],
  model: ServiceModel,
  options: ProjectOptions,
  { tokens, additions }: Omit<PartSurroundings, 'features'>,
  sources: TemplateSources,
): FileEntry[] {
  const features = parts.flatMap(({ folder }) =>
    folder.startsWith('features/') ? [folder.slice('features/'.length)] : [],
  );
  return parts.flatMap(({ folder, part }) => [
    ...copies(folder, part, options.target, tokens, sources),
    ...(part.plan?.(model, options, { features, tokens, additions }) ?? []),
  ]);
}

function copies(
  folder: string,
  part: FeaturePart,
  target: string,
  tokens: Tokens,
  sources: TemplateSources,
): FileEntry[] {
  return foldersOf(folder, target, 'project')
    .flatMap((path) => filesBelow(path, sources))
    .filter(([rest]) => !rest.endsWith('.hbs'))
    .map(([rest, source]) => {
      const path = replaceTokens(rest, tokens);
      const owner: Owner = covers(part.merged, path) ? 'merged' : 'generated';
      return { kind: 'copy', path, source, replace: tokens, owner };
    });
}

/** The base project without what a preset leaves out or a part writes itself. */
export function baseFiles(
  files: readonly FileEntry[],
  parts: readonly ChosenPart[],
  own: readonly FileEntry[],
): FileEntry[] {
  const taken = new Set(own.map(({ path }) => path));
  return files.filter(
    ({ path }) => !taken.has(path) && !parts.some(({ part }) => covers(part.leaveOut, path)),
  );
}
