import { jsonFile } from '../../../src/escape/data.js';
import { clip, isBlank, joinText, type Text } from '../../../src/escape/text.js';
import type { FileEntry, FilePlan } from '../../../src/plan/types.js';
import { slotTexts } from '../../shared/additions.js';
import { REPOSITORY_FILES } from '../../shared/repository.js';
import { serverJson } from '../../shared/server-json.js';
import { apiSettings, featureGroups, serverSettings } from '../../shared/settings.js';
import { toolEntry, toolsFile } from '../../shared/tool-entry.js';
import { type Context, hasFeatures } from './context.js';
import { copy, template } from './entries.js';
import { moduleFiles } from './plan-modules.js';
import { testFiles } from './plan-tests.js';
import { clientView, methodsView } from './view-client.js';
import { modelsView } from './view-models.js';
import { readmeView } from './view-readme.js';
import { handlersViews, toolsView } from './view-tools.js';

/** `pets_api.go`; the last word is ours, for Go reads meaning into names that end in `_test` or `_linux`. */
const named = (file: string, ours: string): string => (file === '' ? `${ours}.go` : `${file}_${ours}.go`);

function apiFiles(context: Context): FileEntry[] {
  const { layout } = context;
  const models = layout.models.filter(({ types }) => types.length > 0);
  return [
    template('internal/api/client.go', 'internal/api/client.go', clientView(context)),
    ...layout.parts.map((part) =>
      template(
        `internal/api/${named(part.file, 'operations')}`,
        'internal/api/operations.go',
        methodsView(part, context),
      ),
    ),
    ...models.map((file) =>
      template(
        `internal/api/${named(file.file, 'models')}`,
        'internal/api/models.go',
        modelsView(file, context),
      ),
    ),
  ];
}

/** A tool per line, in document order. */
function toolsJson({ model, operationOf }: Context): string {
  const entries = model.tools.flatMap((tool) => {
    const operation = operationOf.get(tool.operation);
    return operation === undefined ? [] : [toolEntry(tool, operation)];
  });
  return toolsFile(entries);
}

function toolFiles(context: Context): FileEntry[] {
  const views = handlersViews(context);
  return [
    template('internal/tools/tools.go', 'internal/tools/tools.go', toolsView(context)),
    ...views.map(({ part, view }) =>
      template(`internal/tools/${named(part.file, 'handlers')}`, 'internal/tools/handlers.go', view),
    ),
    template('internal/tools/custom.go', 'internal/tools/custom.go', { program: context.program }, 'once'),
    { kind: 'text', path: 'internal/tools/tools.json', text: toolsJson(context), owner: 'generated' },
  ];
}

/** The list of what was chosen; a plain project has none. */
function featureFiles(context: Context): FileEntry[] {
  const { additions, program } = context;
  if (!hasFeatures(context)) return [];
  const view = {
    program,
    imports: slotTexts(additions, 'server.imports'),
    makers: slotTexts(additions, 'server.features'),
  };
  return [template('internal/features/features.go', 'internal/features/features.go', view)];
}

/** One line that says what the project is. */
function summaryOf({ model, options }: Context, limit: number): Text {
  const text = options.description;
  return clip(isBlank(text) ? joinText('MCP server for ', model.service.title) : (text ?? ''), limit);
}

/** Configuration and papers around the code. Makefile, Dockerfile and workflow hold no text of the document. */
function projectFiles(context: Context): FileEntry[] {
  const { model, options, program, additions } = context;
  const names = { program, languageVersion: options.languageVersion };
  const env = {
    api: apiSettings(model),
    server: serverSettings(model, additions),
    features: featureGroups(additions),
  };
  const registry = serverJson(program, summaryOf(context, 100), 'oci', apiSettings(model));
  return [
    template(`cmd/${program}/main.go`, 'cmd/main.go', {
      program,
      about: joinText(
        'Command ',
        program,
        ' serves the tools of ',
        clip(model.service.title, 80),
        ' over MCP.',
      ),
    }),
    template('Makefile', 'Makefile', { ...names, targets: slotTexts(additions, 'make.targets') }, 'merged'),
    template('Dockerfile', 'Dockerfile', names, 'merged'),
    copy('.dockerignore', 'dockerignore'),
    copy('.gitignore', 'gitignore'),
    template('.env.example', 'env.example', env, 'merged'),
    template('.github/workflows/ci.yml', '.github/workflows/ci.yml', names, 'merged'),
    ...REPOSITORY_FILES,
    { kind: 'text', path: 'server.json', text: jsonFile(registry), owner: 'merged' },
    template('README.md', 'README.md', readmeView(context), 'merged'),
  ];
}

/** Every file of the project. The runtime is a folder of real sources that is copied as it is. */
export function planFiles(context: Context): FilePlan {
  return {
    files: [
      ...apiFiles(context),
      ...toolFiles(context),
      ...featureFiles(context),
      ...testFiles(context),
      ...projectFiles(context),
      ...moduleFiles(context),
    ],
    trees: [
      {
        source: 'targets/go/runtime',
        path: '',
        owner: 'generated',
        replace: { 'mcp-package': context.program },
        leaveOut: ['go.mod', 'go.sum'],
      },
    ],
  };
}
