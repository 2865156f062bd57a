import type { Feature, FileEntry, PartSurroundings } from '../../../src/plan/types.js';
import { everyLanguage, programOf } from '../../shared/neutral.js';

function values(surroundings: PartSurroundings): readonly FileEntry[] {
  const program = programOf(surroundings);
  const has = (id: string): boolean => surroundings.features.includes(id);
  return [
    {
      kind: 'template',
      path: `charts/${program}/values.yaml`,
      template: 'features/helm/any/project/charts/mcp-package/values.yaml.hbs',
      view: {
        program,
        ready: has('health') ? 'ready' : 'health',
        metrics: has('observability') ? 'true' : 'false',
      },
      owner: 'merged',
    },
  ];
}

/** A chart: `helm upgrade --install`. */
export const helm: Feature = {
  id: 'helm',
  targets: everyLanguage({
    merged: ['charts/'],
    plan: (_model, _options, surroundings) => values(surroundings),
  }),
};
