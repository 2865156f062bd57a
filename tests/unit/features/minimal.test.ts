import { describe, expect, it } from 'vitest';
import { large } from '../python/fixture.js';
import { made } from './made.js';

const codeOf = (files: ReadonlyMap<string, string>): string[] =>
  [...files.keys()].filter((path) => /^src\/\w+\/[^/]+\.py$/.test(path) && !path.endsWith('__init__.py'));

describe('the preset minimal', () => {
  it('has one file to read: the client, then the tools that call it', async () => {
    const files = await made([], 'python', 'minimal');
    const server = files.get('src/mcp_petstore/server.py') ?? '';
    expect(codeOf(files)).toEqual(['src/mcp_petstore/server.py']);
    expect(server.indexOf('class PetstoreClient(ApiClient)')).toBeLessThan(
      server.indexOf('@mcp.operation()'),
    );
    expect(server).toContain('get_client(ctx).get_pet_by_id(pet_id=pet_id)');
    expect(server).not.toMatch(/custom_tools|api_client|api_models/);
  });

  it('keeps to one file however many operations there are', async () => {
    expect(codeOf(await made([], 'python', 'minimal', large))).toHaveLength(1);
  });

  it('has the one test, and names only files that are there', async () => {
    const files = await made([], 'python', 'minimal');
    const tests = [...files.keys()].filter((path) => /^tests\/test_/.test(path));
    expect(tests).toEqual(['tests/test_server.py']);
    expect(files.get('README.md')).not.toMatch(/api_client|api_models|custom_tools|server\.json/);
  });

  it('offers no setting that would change nothing: there are no models to hold answers against', async () => {
    const files = await made(['docs-site'], 'python', 'minimal');
    const pages = ['README.md', '.env.example', 'docs/settings.md'].map((path) => files.get(path));
    expect(pages.filter((page) => page?.includes('MCP_LOG_LEVEL'))).toHaveLength(3);
    expect(pages.filter((page) => page?.includes('MCP_STRICT_ANSWERS'))).toEqual([]);
  });

  it('takes features as every other preset does', async () => {
    const files = await made(['health', 'compose'], 'python', 'minimal');
    expect(files.get('src/mcp_petstore/server.py')).toContain('extensions=create_features()');
    expect(files.has('Dockerfile')).toBe(true);
  });
});
