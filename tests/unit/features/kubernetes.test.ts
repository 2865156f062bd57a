import { describe, expect, it } from 'vitest';
import { data, made } from './made.js';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}
const read = async (features: readonly string[], target = 'python') => {
  const files = await made(['kubernetes', ...features], target);
  const paths = [...files.keys()].filter((path) => path.startsWith('k8s/'));
  const all = paths.map((path) => data(files, path) as Manifest);
  return new Map(all.map((manifest) => [manifest.kind, manifest]));
};
const KINDS = [
  'ConfigMap',
  'Deployment',
  'HorizontalPodAutoscaler',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'Service',
  'ServiceAccount',
];
const LABELS = { 'app.kubernetes.io/name': 'mcp-petstore' };

describe('the manifests', () => {
  it.each(['python', 'typescript', 'go'])('of a %s project are all there, under one name', async (target) => {
    const manifests = await read([], target);
    expect([...manifests.keys()].sort()).toEqual(KINDS);
    expect(new Set([...manifests.values()].map(({ metadata }) => metadata.name))).toEqual(
      new Set(['mcp-petstore']),
    );
  });

  it('mean the same pods', async () => {
    const manifests = await read(['observability']);
    expect(manifests.get('Service')?.spec?.['selector']).toEqual(LABELS);
    for (const [kind, key] of [
      ['Deployment', 'selector'],
      ['PodDisruptionBudget', 'selector'],
      ['ServiceMonitor', 'selector'],
      ['NetworkPolicy', 'podSelector'],
    ] as const)
      expect(manifests.get(kind)?.spec?.[key]).toEqual({ matchLabels: LABELS });
    expect(manifests.get('Deployment')?.spec).toMatchObject({ template: { metadata: { labels: LABELS } } });
  });

  it('ask for readiness where the server says it, and for life otherwise', async () => {
    const probe = async (features: readonly string[]) =>
      JSON.stringify((await read(features)).get('Deployment')).match(
        /"readinessProbe":\{"httpGet":\{"path":"([^"]+)"/,
      )?.[1];
    expect(await probe([])).toBe('/health');
    expect(await probe(['health'])).toBe('/ready');
  });

  it('let the server reach Redis only where it uses one', async () => {
    const egress = async (features: readonly string[]) =>
      JSON.stringify((await read(features)).get('NetworkPolicy')).includes('6379');
    expect(await egress([])).toBe(false);
    expect(await egress(['rate-limit'])).toBe(true);
  });
});
