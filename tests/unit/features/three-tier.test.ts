import { describe, expect, it } from 'vitest';
import { made } from './made.js';

describe('the preset three-tier', () => {
  it('puts the tiers around the server, and has what the guide deploys', async () => {
    const files = await made([], 'python', 'three-tier');
    expect(files.get('src/mcp_petstore/features/__init__.py')).toContain('ThreeTier()');
    expect(files.get('pyproject.toml')).toContain('"polars>=');
    expect(files.get('k8s/deployment.yaml')).toContain('path: /ready');
    expect(files.get('README.md')).toContain('`src/mcp_petstore/tiers/capabilities.py`');
  });

  it('has its own tests, and the tests of the tools see answers as the API gives them', async () => {
    const files = await made([], 'python', 'three-tier');
    expect([...files.keys()].filter((path) => path.startsWith('tests/tiers/test_'))).toHaveLength(5);
    expect(files.get('tests/conftest.py')).toContain('"MCP_ENVELOPE": "off"');
  });
});
