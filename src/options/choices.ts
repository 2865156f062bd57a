import { targetFacts } from '../../generators/registry.js';
import type { Choice } from '../plan/types.js';

export type { Choice };

/** The languages of the registry. */
export const TARGETS: readonly Choice[] = targetFacts.map(({ id, title, hint }) => ({
  value: id,
  title,
  hint,
}));

export const PRESETS: readonly Choice[] = [
  {
    value: 's-tier',
    title: 'S-tier',
    hint: 'typed server, client, models, tests, container, CI',
  },
  {
    value: 'patterns',
    title: 'Architecture patterns',
    hint: 'with health checks, metrics, draining, 60 calls a minute per client',
    targets: ['python'],
    brings: ['observability', 'rate-limit', 'health', 'shutdown'],
  },
  {
    value: 'v2',
    title: 'V2 service',
    hint: 'a package of its own around the tools: models, logic, REST, cache, port registry',
    targets: ['python'],
    brings: ['observability', 'rest', 'cache'],
  },
  {
    value: 'minimal',
    title: 'Minimal',
    hint: 'client and tools in one file to read, with its test',
    targets: ['python'],
  },
  {
    value: 'three-tier',
    title: 'Three tiers',
    hint: 'resources, tools with one form of answer, prompts that lead through them, data frames',
    targets: ['python'],
    brings: ['observability', 'health', 'kubernetes'],
  },
  {
    value: 'enterprise',
    title: 'Enterprise',
    hint: 'business logic and registration apart, checked settings, scopes, every make target',
    targets: ['python'],
    brings: [
      'observability',
      'auth',
      'health',
      'shutdown',
      'long-operations',
      'resilience',
      'kubernetes',
      'docs-site',
    ],
  },
];

/** In the order of the registry: what comes first stands around what comes later. */
export const FEATURES: readonly Choice[] = [
  {
    value: 'observability',
    title: 'Observability',
    hint: 'JSON logs with correlation ids, audit, Prometheus metrics, OpenTelemetry traces',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'auth',
    title: 'Authorization',
    hint: 'OAuth 2.1 resource server, scopes per tool, read-only until allowed',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'rate-limit',
    title: 'Shared rate limit',
    hint: 'one limit per client for all replicas, through Redis',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'health',
    title: 'Readiness',
    hint: '/ready asks what the server depends on; 503 while it stops',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'shutdown',
    title: 'Draining',
    hint: 'serves on for a while after SIGTERM, running calls are answered',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'long-operations',
    title: 'Long-running operations',
    hint: 'start, status and cancel; kept in Redis, taken over by other replicas',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'rest',
    title: 'REST beside MCP',
    hint: 'the same tools below /api/v1',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'cache',
    title: 'Cache',
    hint: 'TTL and ETag, in memory or Redis, void after changes',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'resilience',
    title: 'Resilience',
    hint: 'circuit breaker, bulkhead and retry budget around the API',
    targets: ['python', 'typescript', 'go'],
  },
  {
    value: 'compose',
    title: 'Docker Compose',
    hint: 'the server with Redis, Prometheus and a Grafana dashboard, as far as its features use them',
  },
  {
    value: 'kubernetes',
    title: 'Kubernetes',
    hint: 'deployment, service, autoscaler, disruption budget, network policy, probes',
  },
  {
    value: 'gitlab',
    title: 'GitLab CI',
    hint: 'checks, tests with coverage, image',
  },
  {
    value: 'devcontainer',
    title: 'Dev container',
    hint: 'editor, language and tools in a container',
  },
  {
    value: 'pre-commit',
    title: 'pre-commit',
    hint: 'formatting, lint and types before each commit, tests before each push',
  },
  {
    value: 'hardening',
    title: 'Hardened container',
    hint: 'locked-down run, SBOM, vulnerability scan',
  },
  {
    value: 'mcpb',
    title: 'MCPB bundle',
    hint: 'a bundle that desktop clients install with a click',
  },
  {
    value: 'evals',
    title: 'Evaluation',
    hint: 'questions with expected calls, for any MCP client',
  },
  {
    value: 'docs-site',
    title: 'Documentation site',
    hint: 'pages for users and operators, built strictly with Material for MkDocs',
  },
  {
    value: 'helm',
    title: 'Helm chart',
    hint: 'the Kubernetes objects as a chart, with an ingress',
  },
];

/** The choices that there are for a target. */
export const choicesFor = (choices: readonly Choice[], target: string): readonly Choice[] =>
  choices.filter(({ targets }) => targets === undefined || targets.includes(target));

/** Features that a preset has in every language, whatever else is chosen. */
export const broughtBy = (preset: unknown): readonly string[] =>
  PRESETS.find(({ value }) => value === preset)?.brings ?? [];

export const TRANSPORTS: readonly Choice[] = [
  { value: 'stdio', title: 'stdio', hint: 'started by a desktop client' },
  { value: 'http', title: 'Streamable HTTP', hint: 'a service at /mcp' },
];

/** Those of all languages. */
export const PACKAGE_MANAGERS: readonly Choice[] = targetFacts.flatMap(
  ({ packageManagers }) => packageManagers,
);

/** Versions of the language whose option this is; none while there is no such language. */
export const versionsFor = (option: string): readonly Choice[] =>
  targetFacts.find(({ versionOption }) => versionOption === option)?.versions ?? [];

export const AUTHS: readonly Choice[] = [
  { value: 'document', title: 'As the document says' },
  { value: 'none', title: 'No credentials' },
  { value: 'bearer', title: 'Bearer token' },
  { value: 'basic', title: 'User name and password' },
  { value: 'api-key', title: 'API key in a header', hint: 'api-key:<header>, X-API-Key when left out' },
];
