import type { FileEntry, FilePlan } from '../../../src/plan/types.js';
import { slotTexts, sortedTexts } from '../../shared/additions.js';
import { securityWays } from '../../shared/security.js';
import { toolEntry, toolsFile } from '../../shared/tool-entry.js';
import { hasFeatures } from './additions.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import { projectFiles } from './plan-project.js';
import { testFiles } from './plan-tests.js';
import { clientPartView, clientView } from './view-client.js';
import { modelsView } from './view-models.js';
import { serverView, toolsView } from './view-tools.js';

function clientFiles(context: Context): FileEntry[] {
  const { split, parts } = context.layout;
  if (!split) return [template('src/client.ts', 'src/client.ts', clientView(context))];
  const ways = securityWays(context.model);
  return [
    template('src/client/index.ts', 'src/client.ts', clientView(context)),
    ...parts.map((part) =>
      template(`src/client/${part.module}.ts`, 'src/client/part.ts', clientPartView(part, context, ways)),
    ),
  ];
}

function modelFiles(context: Context): FileEntry[] {
  const { split, models } = context.layout;
  const modules = models.filter(({ groups }) => groups.length > 0);
  const files = modules.map((module) =>
    template(
      module.module === '' ? 'src/models.ts' : `src/models/${module.module}.ts`,
      'src/models.ts',
      modelsView(module, context),
    ),
  );
  if (!split) return files;
  const index = { modules: modules.map(({ module }) => module) };
  return [template('src/models/index.ts', 'src/models/index.ts', index), ...files];
}

/** A tool per line, in document order. */
function toolsJson({ model, layout }: Context): string {
  const operations = new Map(
    layout.parts.flatMap((part) => part.operations.map((operation) => [operation.id, operation] as const)),
  );
  const entries = model.tools.flatMap((tool) => {
    const operation = operations.get(tool.operation);
    return operation === undefined ? [] : [toolEntry(tool, operation)];
  });
  return toolsFile(entries);
}

function sourceFiles(context: Context): FileEntry[] {
  return [
    template('src/index.ts', 'src/index.ts', { program: context.distribution }),
    template('src/server.ts', 'src/server.ts', serverView(context)),
    ...context.layout.parts.map((part) =>
      template(`src/tools/${part.module}.ts`, 'src/tools/part.ts', toolsView(part, context)),
    ),
    ...clientFiles(context),
    ...modelFiles(context),
    copy('src/custom-tools.ts', 'src/custom-tools.ts', 'once'),
    { kind: 'text', path: 'src/tools.json', text: toolsJson(context), owner: 'generated' },
  ];
}

/** The list of what is added to the server; nothing where nothing is. */
function featureFiles(context: Context): FileEntry[] {
  if (!hasFeatures(context)) return [];
  const view = {
    imports: sortedTexts(slotTexts(context.additions, 'server.imports')),
    instances: slotTexts(context.additions, 'server.features'),
  };
  return [
    template('src/features/index.ts', 'src/features/index.ts', view),
    copy('tests/features/serving.ts', 'tests/features/serving.ts', 'generated'),
  ];
}

/** Every file of the project; the document decides those of `src` but the runtime. */
export function planFiles(context: Context): FilePlan {
  return {
    files: [
      ...projectFiles(context),
      ...sourceFiles(context),
      ...featureFiles(context),
      ...testFiles(context),
    ],
    trees: [
      { source: 'targets/typescript/runtime/src/runtime', path: 'src/runtime', owner: 'generated' },
      { source: 'targets/typescript/runtime/tests/runtime', path: 'tests/runtime', owner: 'generated' },
    ],
  };
}
