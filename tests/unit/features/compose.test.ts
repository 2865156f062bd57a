import { describe, expect, it } from 'vitest';
import { data, made } from './made.js';

interface Compose {
  readonly services: Readonly<Record<string, { readonly volumes?: readonly string[] } & object>>;
  readonly volumes?: object;
}
interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}
const read = async (features: readonly string[], target = 'python') => {
  const files = await made(['compose', ...features], target);
  return { files, compose: data(files, 'compose.yaml') as Compose };
};

describe('compose.yaml', () => {
  it.each(['python', 'typescript', 'go'])(
    'is the server alone in a %s project that needs nothing else',
    async (target) => {
      const { compose, files } = await read([], target);
      expect(Object.keys(compose.services)).toEqual(['server']);
      expect(compose.volumes).toBeUndefined();
      expect([...files.keys()].filter((path) => path.startsWith('deploy/'))).toEqual([]);
    },
  );

  it('starts Redis first where a feature shares state through it', async () => {
    const { compose } = await read(['cache']);
    expect(Object.keys(compose.services)).toEqual(['server', 'redis']);
    expect(compose.services['server']).toMatchObject({
      environment: { MCP_REDIS_URL: 'redis://redis:6379/0' },
      depends_on: { redis: { condition: 'service_healthy' } },
    });
  });

  it('lets nothing but the loopback of the machine in, and the server write nothing', async () => {
    const { compose } = await read(['cache', 'observability']);
    const ports = Object.values(compose.services).flatMap((one) => (one as { ports?: string[] }).ports ?? []);
    expect(ports).toHaveLength(3);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(compose.services['server']).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });

  it('mounts only files that are there', async () => {
    const { compose, files } = await read(['observability']);
    const mounts = Object.values(compose.services).flatMap(({ volumes }) => volumes ?? []);
    const sources = mounts.map((mount) => mount.split(':')[0] ?? '').filter((path) => path.startsWith('./'));
    expect(sources).toHaveLength(3);
    for (const path of sources)
      expect([...files.keys()].some((file) => `./${file}`.startsWith(path))).toBe(true);
  });
});

describe('the dashboard', () => {
  it('asks only for metrics that the server has', async () => {
    const { files } = await read(['observability']);
    const dashboard = data(files, 'deploy/grafana/dashboards/mcp-server.json') as Dashboard;
    const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join(' ');
    const names = [...new Set(asked.match(/\bmcp_\w+/g))].map((name) => name.replace(/_(total|bucket)$/, ''));
    const metrics = files.get('src/mcp_petstore/features/observability_metrics.py') ?? '';
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !metrics.includes(`"${name}"`))).toEqual([]);
  });
});
