import { jsonFile } from '../../../src/escape/data.js';
import type { Feature, FeaturePart, FileEntry } from '../../../src/plan/types.js';
import { manifest, type Start } from './manifest.js';

/** What clients put the folder of the unpacked bundle in place of. */
const HERE = `\${__dirname}`;

/** The manifest of a language: how the unpacked bundle is started. */
const bundle = (start: (program: string) => Start): FeaturePart => ({
  merged: ['.mcpbignore'],
  plan: (model, options, { tokens }): readonly FileEntry[] => {
    const program = tokens['mcp-package'] ?? '';
    const text = jsonFile(manifest(model, options, program, start(program)));
    return [{ kind: 'text', path: 'manifest.json', text, owner: 'merged' }];
  },
});

/** A bundle that desktop clients install with a click. */
export const mcpb: Feature = {
  id: 'mcpb',
  targets: {
    python: bundle((program) => ({
      type: 'uv',
      entry: `src/${program.replaceAll('-', '_')}/server.py`,
      command: 'uv',
      args: ['run', '--directory', HERE, program],
    })),
    typescript: bundle(() => ({
      type: 'node',
      entry: 'dist/index.js',
      command: 'node',
      args: [`${HERE}/dist/index.js`],
    })),
    go: bundle((program) => ({
      type: 'binary',
      entry: `bin/${program}`,
      command: `${HERE}/bin/${program}`,
      args: [],
    })),
  },
};
