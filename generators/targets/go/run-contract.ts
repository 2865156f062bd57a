import type { ServiceModel } from '../../../src/model/types.js';
import type { ProjectOptions, RunContract } from '../../../src/plan/types.js';
import { programOf } from './context.js';

/** How to start and to configure the project; DESIGN.md section 6. */
export function runContract(model: ServiceModel, { slug }: ProjectOptions): RunContract {
  const command = `bin/${programOf(slug)}`;
  const prefix = model.service.envPrefix;
  const credentials = model.securitySchemes.flatMap(({ env }) => Object.values(env));
  return {
    stdio: [command],
    http: [command, '--http', '--host', '127.0.0.1', '--port', '8000'],
    path: '/mcp',
    health: '/health',
    env: {
      baseUrl: `${prefix}_BASE_URL`,
      timeout: `${prefix}_TIMEOUT`,
      ...Object.fromEntries(credentials.map((name) => [name, name])),
    },
  };
}
