// The generator as one bundle that a worker imports: the stages of the command line without the command line.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { embeddedTemplates, templatePlan } from '../build/templates.mjs';
import { ROOT } from '../kits/lib/world.mjs';

const EXPORTS = `
export { composeProject } from './src/compose.js';
export { resolveOptions } from './src/options/resolve.js';
export { loadStages, modelOf } from './src/pipeline.js';
export { diskWorld } from './src/spec/world.js';
export { parseData } from './src/format/data.js';
export { PythonFormatter } from './src/format/ruff.js';
export { ruffWorkspace } from './src/format/workspace.js';
export { packageVersion } from './src/cli/package.js';
`;

/** Builds it; `{ file, key }`, where the key changes with every change of the generator. */
export async function buildLibrary() {
  const folder = join(ROOT, '.cache', 'directory');
  // The templates are found from a folder of chunks.
  const file = join(folder, 'chunks', 'library.mjs');
  rmSync(folder, { recursive: true, force: true });
  const templates = await templatePlan(ROOT);
  await esbuild.build({
    absWorkingDir: ROOT,
    stdin: { contents: EXPORTS, resolveDir: ROOT, loader: 'ts' },
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [embeddedTemplates(templates.languages)],
    logLevel: 'warning',
  });
  await templates.write(folder);
  return { file, key: fingerprint(folder) };
}

/** Of the bundle and of the templates beside it. */
function fingerprint(folder) {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files.sort()) hash.update(path.slice(folder.length)).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}
