import { jsonFile } from '../../../src/escape/data.js';
import { clip, isBlank, joinText, type Text } from '../../../src/escape/text.js';
import type { FileEntry } from '../../../src/plan/types.js';
import { slotTexts } from '../../shared/additions.js';
import { REPOSITORY_FILES } from '../../shared/repository.js';
import { serverJson } from '../../shared/server-json.js';
import { apiSettings, featureGroups, serverSettings } from '../../shared/settings.js';
import { SERVICE_SHAPE, serviceOf } from './additions.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import { readmeView } from './view-readme.js';

/** One line that says what the project is. */
function summaryOf({ model, options }: Context, limit: number): Text {
  const text = options.description;
  return clip(isBlank(text) ? joinText('MCP server for ', model.service.title) : (text ?? ''), limit);
}

function pyprojectView(context: Context): object {
  const version = context.options.languageVersion;
  const isService = context.additions.shape === SERVICE_SHAPE;
  const services = isService ? [serviceOf(context.options.slug)] : [];
  const packages = [...services, context.package];
  return {
    distribution: context.distribution,
    package: context.package,
    packages,
    services,
    description: summaryOf(context, 200),
    entryPoint: `${context.package}.server:main`,
    sourceFolders: packages.map((name) => `src/${name}`),
    ruffTarget: `py${version.replace('.', '')}`,
    languageVersion: version,
    dependencies: context.additions.dependencies,
    devDependencies: context.additions.devDependencies,
    tables: slotTexts(context.additions, 'pyproject.tables'),
  };
}

/** Configuration and papers around the code. Makefile, Dockerfile, scripts and workflow hold no text of the document. */
export function projectFiles(context: Context): FileEntry[] {
  const { model, options, additions } = context;
  const names = {
    distribution: context.distribution,
    package: context.package,
    languageVersion: options.languageVersion,
  };
  const env = {
    api: apiSettings(model),
    server: serverSettings(model, additions),
    features: featureGroups(additions),
  };
  const targets = slotTexts(additions, 'make.targets');
  const version = `${options.languageVersion}\n`;
  return [
    template('pyproject.toml', 'pyproject.toml', pyprojectView(context), 'merged'),
    copy('pytest.ini', 'pytest.ini'),
    template('Makefile', 'Makefile', { ...names, targets, conformance: true }, 'merged'),
    copy('scripts/find-python.sh', 'scripts/find-python.sh'),
    copy('scripts/get-uv.sh', 'scripts/get-uv.sh'),
    template('Dockerfile', 'Dockerfile', names, 'merged'),
    copy('.dockerignore', 'dockerignore'),
    copy('.gitignore', 'gitignore'),
    { kind: 'text', path: '.python-version', text: version, owner: 'merged' },
    template('.env.example', 'env.example', env, 'merged'),
    copy('.github/workflows/ci.yml', '.github/workflows/ci.yml'),
    ...REPOSITORY_FILES,
    {
      kind: 'text',
      path: 'server.json',
      text: jsonFile(serverJson(context.distribution, summaryOf(context, 100), 'pypi', apiSettings(model))),
      owner: 'merged',
    },
    template('README.md', 'README.md', readmeView(context), 'merged'),
  ];
}
