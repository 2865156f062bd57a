import type { Feature, FileEntry, PartSurroundings } from '../../../src/plan/types.js';
import { copiesOf, everyLanguage, programOf, usesRedis } from '../../shared/neutral.js';

const FOLDER = 'features/kubernetes/any';

function manifests(surroundings: PartSurroundings): readonly FileEntry[] {
  const { features } = surroundings;
  const view = {
    program: programOf(surroundings),
    ready: features.includes('health') ? 'ready' : 'health',
    redis: usesRedis(surroundings),
  };
  const rendered = ['deployment', 'network-policy'].map(
    (name): FileEntry => ({
      kind: 'template',
      path: `k8s/${name}.yaml`,
      template: `${FOLDER}/project/k8s/${name}.yaml.hbs`,
      view,
      owner: 'merged',
    }),
  );
  const watched = features.includes('observability');
  return [
    ...rendered,
    ...(watched ? copiesOf(`${FOLDER}/monitoring`, ['k8s/service-monitor.yaml'], surroundings) : []),
  ];
}

/** Plain manifests: `kubectl apply -f k8s/`. */
export const kubernetes: Feature = {
  id: 'kubernetes',
  targets: everyLanguage({
    merged: ['k8s/'],
    plan: (_model, _options, surroundings) => manifests(surroundings),
  }),
};
