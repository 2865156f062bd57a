import { targetFacts } from '../../generators/registry.js';
import type { Choice, TargetFacts } from '../plan/types.js';
import { DEFAULT_TARGET } from './default-target.js';
import type { Answers } from './table.js';

/** Options that say which version of a language is wanted; a language uses the one that its facts name. */
export const VERSION_KEYS = ['python', 'node', 'go'] as const;
export type VersionKey = (typeof VERSION_KEYS)[number];

/** What can be chosen for a language; that of the default where there is no such one (which is refused elsewhere). */
export function factsOf(target: string | undefined): TargetFacts {
  const facts = targetFacts.find(({ id }) => id === (target ?? DEFAULT_TARGET)) ?? targetFacts[0];
  if (facts === undefined) throw new Error('the registry is empty');
  return facts;
}

export const versionKeyOf = (target: string | undefined): VersionKey | undefined =>
  VERSION_KEYS.find((key) => key === factsOf(target).versionOption);

/** Which version of the project's language is wanted: `auto`, a version, or the path of a program. */
export function wantedVersion(answers: Answers): string {
  const key = versionKeyOf(answers.target);
  return (key === undefined ? undefined : answers[key]) ?? 'auto';
}

/** A program of this machine instead of a version. */
export const isPath = (value: string): boolean => /[\\/]/.test(value);

/** The version that was asked for by its number. */
export function fixedVersion(answers: Answers): string | undefined {
  const wanted = wantedVersion(answers);
  return wanted === 'auto' || isPath(wanted) ? undefined : wanted;
}

/** What depends on the language, filled in where nothing was said. */
export function languageDefaults(answers: Answers): Answers {
  const facts = factsOf(answers.target);
  const key = versionKeyOf(answers.target);
  return {
    packageManager: answers.packageManager ?? facts.packageManagers[0]?.value ?? '',
    ...(key === undefined ? {} : { [key]: wantedVersion(answers) }),
  };
}

/** Answers that are about another language than the project's: the option, its value, and what would fit. */
export function foreignAnswers(answers: Answers): { key: keyof Answers; value: string; fits: string }[] {
  const facts = factsOf(answers.target);
  const names = (choices: readonly Choice[]): string[] => choices.map(({ value }) => value);
  const managers = names(facts.packageManagers);
  const { packageManager } = answers;
  const versions = VERSION_KEYS.flatMap((key) => {
    const value = answers[key];
    return key === facts.versionOption || value === undefined ? [] : [{ key, value, fits: '' }];
  });
  if (packageManager === undefined || managers.includes(packageManager)) return versions;
  return [...versions, { key: 'packageManager', value: packageManager, fits: managers.join(' or ') }];
}
