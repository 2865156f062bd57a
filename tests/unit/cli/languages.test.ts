/** What a language cannot have is refused with a sentence, and nothing is written. */
import { describe, expect, it } from 'vitest';
import { targetFacts } from '../../../generators/registry.js';
import { create } from '../../../src/cli/create.js';
import { type Choice, FEATURES, PRESETS } from '../../../src/options/choices.js';
import type { Answers } from '../../../src/options/table.js';
import { setup } from './setup.js';

const languages = targetFacts.map(({ id }) => id);
const SAMPLE: Answers = { dir: 'shop', sample: true, yes: true, install: false, check: false, git: false };

/** What was said, where nothing was made. */
async function refused(answers: Answers): Promise<string> {
  const { storage, out, world } = setup();
  expect((await create({ ...SAMPLE, ...answers }, world)).exitCode).toBe(1);
  expect([...storage.entries.keys()].filter((path) => path.includes('shop'))).toEqual([]);
  return out.errors + out.text;
}

const missing = (choices: readonly Choice[]) =>
  choices.flatMap(({ value, targets = languages }) =>
    languages
      .filter((language) => !targets.includes(language))
      .map((language) => ({ value, language, targets })),
  );

describe('what a language cannot have is refused with the languages that have it', () => {
  it.each(missing(FEATURES))('the feature $value for $language', async ({ value, language, targets }) => {
    const said = await refused({ target: language, feature: [value] });
    expect(said).toContain(`The feature ${value} is not there for ${language} projects.`);
    expect(said).toContain(`--target ${targets.join(' or ')}`);
  });

  it.each(missing(PRESETS))('the preset $value for $language', async ({ value, language }) => {
    const said = await refused({ target: language, preset: value });
    expect(said).toContain(`The preset ${value} is not there for ${language} projects.`);
  });

  const foreign = targetFacts.flatMap(({ id, packageManagers }) =>
    targetFacts
      .flatMap((other) => other.packageManagers)
      .filter(({ value }) => !packageManagers.some((own) => own.value === value))
      .map(({ value }) => ({ value, language: id })),
  );
  it.each(foreign)('the package manager $value for $language', async ({ value, language }) => {
    const said = await refused({ target: language, packageManager: value });
    expect(said.replace(/\s+/g, ' ')).toContain(
      `--package-manager ${value} does not go with --target ${language}.`,
    );
  });
});
