import type { Feature, FeaturePart, FileEntry } from '../../../src/plan/types.js';

/** The pipeline of a language, with the version that the project is made for. */
const pipeline = (language: string): FeaturePart => ({
  plan: (_model, { languageVersion }): readonly FileEntry[] => [
    {
      kind: 'template',
      path: '.gitlab-ci.yml',
      template: `features/gitlab/${language}/project/.gitlab-ci.yml.hbs`,
      view: { languageVersion },
      owner: 'merged',
    },
  ],
});

/** What the workflow does on GitHub, on GitLab. */
export const gitlab: Feature = {
  id: 'gitlab',
  targets: { python: pipeline('python'), typescript: pipeline('typescript'), go: pipeline('go') },
};
