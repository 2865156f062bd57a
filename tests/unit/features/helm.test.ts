import { describe, expect, it } from 'vitest';
import { data, made } from './made.js';

const CHART = 'charts/mcp-petstore/';
interface Values {
  readonly readyPath: string;
  readonly serviceMonitor: { readonly enabled: boolean };
}
const valuesOf = async (features: readonly string[]) =>
  data(await made(['helm', ...features]), `${CHART}values.yaml`) as Values;

describe('the chart', () => {
  it.each(['python', 'typescript', 'go'])('of a %s project has its name', async (target) => {
    const files = await made(['helm'], target);
    expect(data(files, `${CHART}Chart.yaml`)).toMatchObject({ name: 'mcp-petstore', apiVersion: 'v2' });
  });

  it('has a value for everything that its templates ask for', async () => {
    const files = await made(['helm']);
    const templates = [...files].filter(([path]) => path.startsWith(`${CHART}templates/`));
    const asked = templates.flatMap(([, text]) => [...text.matchAll(/\.Values\.([\w.]+)/g)]);
    const values = data(files, `${CHART}values.yaml`);
    const missing = asked.filter(
      ([, path]) =>
        (path ?? '')
          .split('.')
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values) ===
        undefined,
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('asks for readiness and metrics where the server has them', async () => {
    expect(await valuesOf([])).toMatchObject({ readyPath: '/health', serviceMonitor: { enabled: false } });
    expect(await valuesOf(['health', 'observability'])).toMatchObject({
      readyPath: '/ready',
      serviceMonitor: { enabled: true },
    });
  });
});
