// The generator as one bundle that a worker imports: the stages of the command line without the command line.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { embeddedSources } from '../build/sources.mjs';
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
  const file = join(ROOT, '.cache', 'directory', 'library.mjs');
  await esbuild.build({
    absWorkingDir: ROOT,
    stdin: { contents: EXPORTS, resolveDir: ROOT, loader: 'ts' },
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [embeddedSources(ROOT)],
    logLevel: 'warning',
  });
  const key = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  return { file, key };
}
