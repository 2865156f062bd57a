import type { ServiceModel } from '../../../src/model/types.js';
import type { RunContract } from '../../../src/plan/types.js';

/** How to start and to configure the project, from its folder. */
export function runContract(model: ServiceModel): RunContract {
  const command = ['node', 'dist/index.js'];
  const prefix = model.service.envPrefix;
  const credentials = model.securitySchemes.flatMap(({ env }) => Object.values(env));
  return {
    stdio: command,
    http: [...command, '--http', '--host', '127.0.0.1', '--port', '8000'],
    path: '/mcp',
    health: '/health',
    env: {
      baseUrl: `${prefix}_BASE_URL`,
      timeout: `${prefix}_TIMEOUT`,
      ...Object.fromEntries(credentials.map((name) => [name, name])),
    },
  };
}
