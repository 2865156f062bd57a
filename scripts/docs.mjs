#!/usr/bin/env node
// Writes the pages that are made from sources: docs/options.md and docs/errors.md from the tables that the program itself
// reads, THIRD-PARTY-LICENSES.md from what the bundle holds.
//   node scripts/docs.mjs            writes
//   node scripts/docs.mjs --check    exits 1 when a page is not what would be written
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { licensesText, shippedPackages } from './build/licenses.mjs';
import { build, WASM } from './build.mjs';
import { errorsPage } from './docs/errors.mjs';
import { optionsPage } from './docs/options.mjs';
import { load } from './load.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const sources = await load(`
  export { ROWS, isOffered } from './options/table.js';
  export { EXIT_CODES } from './cli/help.js';
  export { REGENERATE_HELP } from './cli/regenerate/help.js';
  export { CHECK_HELP } from './cli/check/help.js';
  export { inspectHelp } from './cli/inspect/help.js';
  export { CATALOGUE } from './diagnostics/catalogue.js';
`);

/** What the bundle of now holds; built aside, so that dist/ stays as it is. */
async function bundled() {
  const outdir = mkdtempSync(join(tmpdir(), 'create-mcp-server-docs-'));
  try {
    return await build({ outdir });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const pages = {
  'docs/options.md': optionsPage(sources),
  'docs/errors.md': errorsPage(sources),
  'THIRD-PARTY-LICENSES.md': licensesText(ROOT, shippedPackages(ROOT, await bundled(), WASM)),
};

const isCurrent = ([path, text]) =>
  existsSync(join(ROOT, path)) && readFileSync(join(ROOT, path), 'utf8') === text;
if (process.argv.includes('--check')) {
  const stale = Object.entries(pages).filter((page) => !isCurrent(page));
  for (const [path] of stale) console.log(`${path} is not current: node scripts/docs.mjs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of Object.entries(pages)) writeFileSync(join(ROOT, path), text);
}
