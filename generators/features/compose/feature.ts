import type { Feature, FileEntry, PartSurroundings } from '../../../src/plan/types.js';
import { copiesOf, everyLanguage, programOf, usesRedis } from '../../shared/neutral.js';

const FOLDER = 'features/compose/any';
const MONITORING = [
  'deploy/prometheus/prometheus.yml',
  'deploy/grafana/provisioning/datasources/prometheus.yml',
  'deploy/grafana/provisioning/dashboards/files.yml',
  'deploy/grafana/dashboards/mcp-server.json',
];

function composeFiles(surroundings: PartSurroundings): readonly FileEntry[] {
  const monitoring = surroundings.features.includes('observability');
  const redis = usesRedis(surroundings);
  const volumes = [...(redis ? ['redis'] : []), ...(monitoring ? ['prometheus'] : [])];
  const view = { program: programOf(surroundings), redis, monitoring, volumes };
  return [
    {
      kind: 'template',
      path: 'compose.yaml',
      template: `${FOLDER}/project/compose.yaml.hbs`,
      view,
      owner: 'merged',
    },
    ...(monitoring ? copiesOf(`${FOLDER}/monitoring`, MONITORING, surroundings) : []),
  ];
}

/** The server beside what it uses, on one machine. */
export const compose: Feature = {
  id: 'compose',
  targets: everyLanguage({ plan: (_model, _options, surroundings) => composeFiles(surroundings) }),
};
