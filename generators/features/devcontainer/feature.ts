import type { Feature, FeaturePart, FileEntry } from '../../../src/plan/types.js';

const container = (language: string): FeaturePart => ({
  plan: (_model, { languageVersion }, { tokens }): readonly FileEntry[] => [
    {
      kind: 'template',
      path: '.devcontainer/devcontainer.json',
      template: `features/devcontainer/${language}/project/.devcontainer/devcontainer.json.hbs`,
      view: { languageVersion, program: tokens['mcp-package'] ?? '' },
      owner: 'merged',
    },
  ],
});

/** A place to work on the project: editor, language and tools in a container. */
export const devcontainer: Feature = {
  id: 'devcontainer',
  targets: { python: container('python'), typescript: container('typescript'), go: container('go') },
};
