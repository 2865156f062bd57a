import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../plan/types.js';
import type { StepOutcome } from '../types.js';
import { filledIn, findSecrets, type Hit } from './patterns.js';

/** Not part of what is committed, or not the owner's. */
const SKIPPED = new Set([
  '.git',
  '.venv',
  '.uv',
  'node_modules',
  '__pycache__',
  'dist',
  'coverage',
  '.create-mcp-server',
]);
const SKIPPED_ENDING = /(_cache|\.egg-info)$/;
const MAX_BYTES = 20_000_000;

/**
 * Looks for credentials in the project's files. What also stands in the API's own document (`documents`, paths relative to the
 * project) is an example of its authors, repeated in descriptions and tests.
 */
export async function checkSecrets(dir: string, documents: readonly string[]): Promise<StepOutcome> {
  const files = await filesBelow(dir);
  const known = new Set<string>();
  for (const path of documents) for (const hit of await hitsIn(dir, path)) known.add(hit.text);
  const findings: Finding[] = [];
  for (const file of files) {
    if (isPrivate(file)) continue;
    for (const { kind, line, text } of await hitsIn(dir, file)) {
      if (!known.has(text)) findings.push({ file, line, message: `looks like ${kind}` });
    }
  }
  findings.push(...(await envFindings(dir, files)));
  return findings.length === 0
    ? { status: 'ok', detail: `${files.length} files`, findings }
    : { status: 'failed', detail: `${findings.length} found`, findings };
}

/** `.env` is where real secrets belong, as long as it is not committed. */
const isPrivate = (file: string): boolean => file === '.env';

async function envFindings(dir: string, files: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (files.includes('.env.example')) {
    const text = await readFile(join(dir, '.env.example'), 'utf8');
    for (const { line, name } of filledIn(text)) {
      findings.push({ file: '.env.example', line, message: `${name} has a value; leave it empty here` });
    }
  }
  const ignored = await readFile(join(dir, '.gitignore'), 'utf8').catch(() => '');
  if (files.includes('.env') && !/^\/?(\.env|\.env\*|\*\.env)\s*$/m.test(ignored)) {
    findings.push({ file: '.gitignore', message: 'does not name .env, which would be committed' });
  }
  return findings;
}

async function hitsIn(dir: string, path: string): Promise<Hit[]> {
  const full = join(dir, path);
  const size = (await stat(full).catch(() => null))?.size ?? Number.POSITIVE_INFINITY;
  return size > MAX_BYTES ? [] : findSecrets(await readFile(full, 'utf8'));
}

/** Regular files below `dir`, `/`-separated and sorted. Links are not followed: what they lead to is not part of the project. */
async function filesBelow(dir: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(dir, below), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter(({ name }) => !SKIPPED.has(name) && !SKIPPED_ENDING.test(name))
      .map((entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        return entry.isDirectory() ? filesBelow(dir, path) : entry.isFile() ? [path] : [];
      }),
  );
  return nested.flat().sort();
}
