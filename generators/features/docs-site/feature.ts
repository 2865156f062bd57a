import type { ServiceModel } from '../../../src/model/types.js';
import type { Feature, FeaturePart, FileEntry, PartSurroundings } from '../../../src/plan/types.js';
import { programOf } from '../../shared/neutral.js';
import { indexView, settingsView, toolsView } from './views.js';

const FOLDER = 'features/docs-site/any/project';

function pages(model: ServiceModel, surroundings: PartSurroundings): readonly FileEntry[] {
  const page = (path: string, view: object, owner: FileEntry['owner']): FileEntry => ({
    kind: 'template',
    path,
    template: `${FOLDER}/${path}.hbs`,
    view,
    owner,
  });
  return [
    page('mkdocs.yml', { program: programOf(surroundings) }, 'merged'),
    page('docs/index.md', indexView(model, programOf(surroundings)), 'merged'),
    page('docs/tools.md', toolsView(model), 'generated'),
    page('docs/settings.md', settingsView(model, surroundings.additions), 'generated'),
  ];
}

const site = (part: FeaturePart): FeaturePart => ({
  ...part,
  merged: ['docs/runbook.md'],
  plan: (model, _options, surroundings) => pages(model, surroundings),
});

/** A site for people who use and run the server: tools, settings, what to do when something is wrong. */
export const docsSite: Feature = {
  id: 'docs-site',
  targets: {
    python: site({ devDependencies: ['mkdocs-material>=9.7,<10'] }),
    typescript: site({}),
    go: site({}),
  },
};
