import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkSecrets } from '../../../src/check/secrets/step.js';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function project(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'secrets-'));
  folders.push(dir);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  return dir;
}

// Put together here, so that this file is none of those that scanners report.
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
const KEY = `-----BEGIN ${'PRIVATE KEY'}-----`;

describe('checkSecrets', () => {
  it('finds a token, with its file and line', async () => {
    const dir = await project({ 'src/a.py': `x = 1\ntoken = "${TOKEN}"\n` });
    const { status, findings } = await checkSecrets(dir, []);
    expect(status).toBe('failed');
    expect(findings).toEqual([{ file: 'src/a.py', line: 2, message: 'looks like a GitHub token' }]);
  });

  it('finds a private key', async () => {
    const dir = await project({ 'key.pem': `${KEY}\nabc\n` });
    expect((await checkSecrets(dir, [])).findings).toHaveLength(1);
  });

  it("takes what the API's own document says for an example", async () => {
    const dir = await project({ 'openapi.yaml': `example: ${TOKEN}`, 'src/server.py': `"""${TOKEN}"""` });
    expect((await checkSecrets(dir, ['openapi.yaml'])).status).toBe('ok');
    expect((await checkSecrets(dir, [])).status).toBe('failed');
  });

  it('looks neither into the environment and the caches nor behind links', async () => {
    const dir = await project({ '.venv/lib/x.py': TOKEN, '.mypy_cache/x.json': TOKEN, '.git/config': TOKEN });
    const elsewhere = await project({ 'x.txt': TOKEN });
    await symlink(elsewhere, join(dir, 'link'));
    expect((await checkSecrets(dir, [])).status).toBe('ok');
  });

  it('wants .env to be ignored, and lets secrets stand in it', async () => {
    const dir = await project({ '.env': `TOKEN=${TOKEN}`, '.gitignore': '.venv/\n' });
    expect((await checkSecrets(dir, [])).findings).toEqual([
      { file: '.gitignore', message: 'does not name .env, which would be committed' },
    ]);
    const ignored = await project({ '.env': `TOKEN=${TOKEN}`, '.gitignore': '.venv/\n.env\n' });
    expect((await checkSecrets(ignored, [])).status).toBe('ok');
  });

  it('wants no values for secrets in .env.example', async () => {
    const dir = await project({
      '.env.example':
        'BOOKS_BASE_URL=https://x\nBOOKS_API_TOKEN=\nA_TOKEN=<your token>\nB_PASSWORD=hunter2 # mine\n',
    });
    expect((await checkSecrets(dir, [])).findings).toEqual([
      { file: '.env.example', line: 4, message: 'B_PASSWORD has a value; leave it empty here' },
    ]);
  });
});
