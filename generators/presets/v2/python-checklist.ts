import type { ChecklistPoint, ChecklistProof } from '../../../src/plan/types.js';
import { file, step, text } from '../../shared/proofs.js';

/** The package of the service: `bookshop_v2`. */
const SERVICE = String.raw`src/\w+_v2`;
const ROLLOUT = String.raw`docs/rollout\.md`;

const source = (name: string, pattern: string): ChecklistProof => text(`${SERVICE}/${name}`, pattern);

/** The migration checklist. What happens outside of the project is proven by what the project brings for it. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  { says: 'A package {name}_v2 of its own', proofs: [source(String.raw`names\.py`, '^SERVICE = "')] },
  {
    says: 'server, models, services/core_service from the template',
    proofs: [
      source(String.raw`server\.py`, '^def main\\('),
      source(String.raw`models\.py`, '^class ConfigModel[\\s\\S]*frozen=True'),
      source(String.raw`services/core_service\.py`, '^class CoreService'),
    ],
  },
  {
    says: 'Name and configuration of the service',
    proofs: [text('\\.env\\.example', 'MCP_PORT_REGISTRY'), text('server\\.json', '"name": ')],
  },
  {
    says: 'The logic: calls, counts, retries',
    proofs: [source(String.raw`services/core_service\.py`, 'AsyncRetrying\\('), step('types'), step('lint')],
  },
  {
    says: 'Tests, with a coverage above 80 %',
    proofs: [text(String.raw`tests/v2/test_\w+\.py`, '^async def test_'), step('tests')],
  },
  { says: 'A Dockerfile', proofs: [text('Dockerfile', '^USER '), step('container')] },
  {
    says: 'A port in the registry',
    proofs: [source(String.raw`ports\.json`, String.raw`"\w+_v2": \d+`)],
  },
  { says: 'Part of the CI', proofs: [file('.github/workflows/ci.yml')] },
  {
    says: 'Documented in the README',
    proofs: [text('README\\.md', '^## The service'), text('README\\.md', '^### Troubleshooting')],
  },
  { says: 'Tested locally, over both transports', proofs: [step('mcp-stdio'), step('mcp-http')] },
  { says: 'The way to staging is written down', proofs: [text(ROLLOUT, '^## Deploy to staging')] },
  {
    says: 'Health and metrics can be validated where it runs',
    proofs: [text('scripts/smoke\\.py', '"/metrics"'), text('Makefile', '^smoke:')],
  },
  { says: 'The way to production is written down', proofs: [text(ROLLOUT, '^## Deploy to production')] },
  { says: 'So is the end of the old server', proofs: [text(ROLLOUT, '^## Archive the old server')] },
];
