import { clip, isBlank, joinText } from '../../../src/escape/text.js';
import type { FileEntry } from '../../../src/plan/types.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';

function pyprojectView(context: Context): object {
  const { model, options } = context;
  const own = options.description ?? model.service.description;
  const head = joinText('MCP server for ', clip(model.service.title, 80));
  return {
    distribution: context.distribution,
    package: context.package,
    description: isBlank(options.description) ? head : clip(own ?? '', 200),
    entryPoint: `${context.package}.server:main`,
    sourceFolder: `src/${context.package}`,
    sourcePackage: context.package,
    ruffTarget: `py${options.languageVersion.replace('.', '')}`,
    languageVersion: options.languageVersion,
  };
}

export function projectFiles(context: Context): FileEntry[] {
  return [
    template('pyproject.toml', 'pyproject.toml', pyprojectView(context), 'merged'),
    copy('pytest.ini', 'pytest.ini'),
  ];
}
