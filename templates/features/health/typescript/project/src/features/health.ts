/** Readiness: whether the server should get calls, by what it depends on. */
import { connect } from 'node:net';
import type { Dependency, Extension, Route } from '../runtime/extensions.js';
import { describeError } from '../runtime/log.js';
import { flagSetting, numberSetting } from '../runtime/settings.js';
import type { ToolServer } from '../runtime/tools.js';

const CONNECT_MS = 2_000;

/** Serves `GET /ready`. What was found is kept for a moment, so that probes cost nothing. */
export class Health implements Extension {
  readonly #kept = numberSetting('MCP_READY_SECONDS', 5) * 1000;
  #found: Promise<readonly Dependency[]> = Promise.resolve([]);
  #until = 0;

  routes(server: ToolServer): readonly Route[] {
    return [{ method: 'GET', path: '/ready', isOpen: true, answer: () => this.#answer(server) }];
  }

  /** Status and checks; 503 when the server should get no calls. */
  async #answer(server: ToolServer): Promise<Response> {
    if (performance.now() >= this.#until) {
      this.#until = performance.now() + this.#kept;
      this.#found = look(server);
    }
    const found = await this.#found;
    const status = server.isStopping ? 'stopping' : statusOf(found);
    const checks = Object.fromEntries(
      found.map(({ name, problem }) => [name, problem || 'healthy']),
    );
    const isReady = status === 'healthy' || status === 'degraded';
    const body = { status, checks, version: server.version };
    return Response.json(body, { status: isReady ? 200 : 503 });
  }
}

/** healthy, degraded or unhealthy. */
export function statusOf(found: readonly Dependency[]): string {
  const wrong = found.filter(({ problem }) => problem !== '');
  if (wrong.some(({ vital }) => vital)) return 'unhealthy';
  return wrong.length > 0 ? 'degraded' : 'healthy';
}

/** Everything that the server depends on, looked at side by side. */
async function look({ extensions, baseUrl }: ToolServer): Promise<readonly Dependency[]> {
  const vital = flagSetting('MCP_READY_UPSTREAM');
  const api = async (): Promise<readonly Dependency[]> =>
    baseUrl === '' ? [] : [{ name: 'api', problem: await reach(baseUrl), vital }];
  const others = extensions.map((one) => one.dependencies?.() ?? []);
  return (await Promise.all([api(), ...others])).flat();
}

/** Connects to the API without calling it; '' or the kind of failure. */
export function reach(address: string): Promise<string> {
  const { protocol, hostname, port } = new URL(address);
  const usual = protocol === 'https:' ? 443 : 80;
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: port === '' ? usual : Number(port), timeout: CONNECT_MS });
    const end = (problem: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end(''));
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error) => {
      const { exception = 'Error', code = exception } = describeError(error);
      end(code);
    });
  });
}
