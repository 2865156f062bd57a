import { jsonFile } from '../../../src/escape/data.js';
import { clip, isBlank, joinText, openText, type Text } from '../../../src/escape/text.js';
import type { JsonObject } from '../../../src/model/types.js';
import type { FileEntry } from '../../../src/plan/types.js';
import { slotTexts } from '../../shared/additions.js';
import { REPOSITORY_FILES } from '../../shared/repository.js';
import { serverJson } from '../../shared/server-json.js';
import { featureGroups, serverSettings } from '../../shared/settings.js';
import { packagesOf } from './additions.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import { packageManagerOf } from './package-manager.js';
import { readmeView } from './view-readme.js';

/** One line that says what the project is. */
function summaryOf({ model, options }: Context, limit: number): Text {
  const text = options.description;
  return clip(isBlank(text) ? joinText('MCP server for ', model.service.title) : (text ?? ''), limit);
}

/** Ranges of what was tested; the lock file says the rest. */
const DEPENDENCIES = {
  '@jmespath-community/jmespath': '^1.3.0',
  '@modelcontextprotocol/node': '^2.1.2',
  '@modelcontextprotocol/server': '^2.4.0',
  ajv: '^8.20.0',
  jose: '^6.2.0',
  undici: '^7.30.0',
  zod: '^4.6.0',
};
const DEVELOPMENT = {
  '@biomejs/biome': '2.5.15',
  '@modelcontextprotocol/client': '^2.4.0',
  '@types/node': '^20.19.0',
  '@vitest/coverage-v8': '^4.1.12',
  typescript: '^7.0.2',
  vitest: '^4.1.12',
};

/** With what features need, sorted as npm does. */
function withPackages(own: Readonly<Record<string, string>>, added: readonly string[]): JsonObject {
  const all = Object.entries({ ...own, ...packagesOf(added) });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function packageJson(context: Context): JsonObject {
  const { options } = context;
  return {
    name: context.distribution,
    version: '0.1.0',
    description: openText(summaryOf(context, 200)),
    type: 'module',
    bin: { [context.distribution]: 'dist/index.js' },
    files: ['dist', 'src/tools.json'],
    engines: { node: '>=20.19' },
    scripts: {
      build: 'tsc --project tsconfig.build.json',
      start: 'node dist/index.js',
      format: 'biome format --write .',
      'format:check': 'biome format .',
      lint: 'biome lint --error-on-warnings .',
      'lint:fix': 'biome lint --write .',
      typecheck: 'tsc --noEmit',
      test: 'vitest run',
      'test:coverage': 'vitest run --coverage',
      prepack: `${packageManagerOf(options).manager} run build`,
    },
    dependencies: withPackages(DEPENDENCIES, context.additions.dependencies),
    devDependencies: withPackages(DEVELOPMENT, context.additions.devDependencies),
  };
}

/** Configuration and papers around the code. Makefile, Dockerfile and workflow hold no text of the document. */
export function projectFiles(context: Context): FileEntry[] {
  const { model, options, additions } = context;
  const manager = packageManagerOf(options);
  const names = { distribution: context.distribution, languageVersion: options.languageVersion, ...manager };
  const targets = slotTexts(additions, 'make.targets');
  const env = {
    api: context.apiSettings,
    server: serverSettings(model, additions),
    features: featureGroups(additions),
  };
  const registry = serverJson(context.distribution, summaryOf(context, 100), 'npm', context.apiSettings);
  return [
    { kind: 'text', path: 'package.json', text: jsonFile(packageJson(context)), owner: 'merged' },
    copy('tsconfig.json', 'tsconfig.json'),
    copy('tsconfig.build.json', 'tsconfig.build.json'),
    copy('biome.json', 'biome.json'),
    copy('vitest.config.ts', 'vitest.config.ts'),
    template('Makefile', 'Makefile', { ...names, targets }, 'merged'),
    template('Dockerfile', 'Dockerfile', names, 'merged'),
    copy('.dockerignore', 'dockerignore'),
    copy('.gitignore', 'gitignore'),
    manager.pnpm ? copy('pnpm-workspace.yaml', 'pnpm-workspace.yaml') : copy('.npmrc', 'npmrc'),
    template('.env.example', 'env.example', env, 'merged'),
    template('.github/workflows/ci.yml', 'github/ci.yml', names, 'merged'),
    ...REPOSITORY_FILES,
    { kind: 'text', path: 'server.json', text: jsonFile(registry), owner: 'merged' },
    template('README.md', 'README.md', readmeView(context), 'merged'),
  ];
}
