import type { FileEntry, FilePlan } from '../../../src/plan/types.js';
import { ONE_FILE, slotTexts, sortedTexts } from '../../shared/additions.js';
import { projectTokens } from './additions.js';
import { dictOf, str } from './code.js';
import type { Context } from './context.js';
import { template } from './entries.js';
import { projectFiles } from './plan-project.js';
import { testFiles } from './plan-tests.js';
import { schemesOf } from './security-code.js';
import { toolsJson } from './tools-json.js';
import { clientModuleView } from './view-client.js';
import { modelsView } from './view-models.js';
import {
  clientView,
  oneFileView,
  packageDoc,
  serverBaseView,
  serverInitView,
  serverView,
} from './view-package.js';
import { serverModuleView } from './view-server.js';

function singleFiles(context: Context, root: string): FileEntry[] {
  const source = 'src/mcp_package';
  return [
    template(`${root}/server.py`, `${source}/server.py`, serverView(context)),
    template(`${root}/api_client.py`, `${source}/api_client.py`, clientView(context)),
    ...context.layout.models.map((module) =>
      template(`${root}/api_models.py`, `${source}/api_models.py`, modelsView(module, context)),
    ),
  ];
}

function splitServer(context: Context, root: string): FileEntry[] {
  const source = 'src/mcp_package/server';
  return [
    template(`${root}/server/__init__.py`, `${source}/__init__.py`, serverInitView(context)),
    template(`${root}/server/__main__.py`, `${source}/__main__.py`, {}),
    template(`${root}/server/base.py`, `${source}/base.py`, serverBaseView(context)),
    ...context.layout.parts.map((part) =>
      template(`${root}/server/${part.module}.py`, `${source}/part.py`, serverModuleView(part, context)),
    ),
  ];
}

function splitClient(context: Context, root: string): FileEntry[] {
  const source = 'src/mcp_package/api_client';
  const schemes = schemesOf(context.model);
  return [
    template(`${root}/api_client/__init__.py`, `${source}/__init__.py`, clientView(context)),
    template(`${root}/api_client/group.py`, `${source}/group.py`, {}),
    ...context.layout.parts.map((part) =>
      template(
        `${root}/api_client/${part.module}.py`,
        `${source}/part.py`,
        clientModuleView(part, context, schemes),
      ),
    ),
  ];
}

function splitModels(context: Context, root: string): FileEntry[] {
  const source = 'src/mcp_package/api_models';
  const modules = context.layout.models.filter(({ types }) => types.length > 0);
  const index = modules.map(({ module, types }) => ({
    module,
    names: types.flatMap(({ id }) => context.classNames.get(id) ?? []).join(' '),
  }));
  const doc = 'All models, by name. Each module is imported when one of its models is first asked for.';
  return [
    template(`${root}/api_models/__init__.py`, `${source}/__init__.py`, { doc, modules: index }),
    template(`${root}/api_models/base.py`, `${source}/base.py`, {}),
    ...modules.map((module) =>
      template(
        `${root}/api_models/${module.module}.py`,
        'src/mcp_package/api_models.py',
        modelsView(module, context),
      ),
    ),
  ];
}

/** The list of what is added to the server; nothing where nothing is. */
function featureFiles({ additions, package: name }: Context, root: string): FileEntry[] {
  const instances = slotTexts(additions, 'server.features');
  if (instances.length === 0) return [];
  const view = { imports: sortedTexts(slotTexts(additions, 'server.imports')), instances };
  return [
    template(`${root}/features/__init__.py`, 'src/mcp_package/features/__init__.py', view),
    { kind: 'text', path: 'tests/features/__init__.py', text: '', owner: 'generated' },
    {
      kind: 'copy',
      path: 'tests/features/over_http.py',
      source: 'targets/python/project/tests/features/over_http.py',
      replace: { mcp_package: name },
      owner: 'generated',
    },
  ];
}

function codeFiles(context: Context, root: string): FileEntry[] {
  if (context.additions.shape === ONE_FILE) {
    return [template(`${root}/server.py`, 'src/mcp_package/one_file.py', oneFileView(context))];
  }
  if (!context.layout.split) return singleFiles(context, root);
  return [...splitServer(context, root), ...splitClient(context, root), ...splitModels(context, root)];
}

function serviceFiles(context: Context): FileEntry[] {
  const root = `src/${context.package}`;
  const isOneFile = context.additions.shape === ONE_FILE;
  return [
    template(`${root}/__init__.py`, 'src/mcp_package/__init__.py', {
      doc: packageDoc(context),
      distribution: context.distribution,
    }),
    ...codeFiles(context, root),
    ...featureFiles(context, root),
    { kind: 'text', path: `${root}/tools.json`, text: toolsJson(context), owner: 'generated' },
    ...(isOneFile
      ? []
      : [template(`${root}/custom_tools.py`, 'src/mcp_package/custom_tools.py', {}, 'once')]),
    { kind: 'text', path: `${root}/py.typed`, text: '', owner: 'generated' },
  ];
}

const DEFAULTS = 'src/mcp_package/runtime/defaults.py';

/** Other defaults of settings, where a preset has some. */
function defaultFiles({ additions, package: name }: Context): FileEntry[] {
  const entries = Object.entries(additions.defaults);
  if (entries.length === 0) return [];
  const defaults = dictOf(entries.map(([variable, value]) => [variable, str(value)] as const));
  return [template(`src/${name}/runtime/defaults.py`, DEFAULTS, { defaults })];
}

/** Every file of the project. The runtime is a folder of real sources that is copied as it is. */
export function planFiles(context: Context): FilePlan {
  const own = defaultFiles(context);
  return {
    files: [...serviceFiles(context), ...testFiles(context), ...projectFiles(context), ...own],
    trees: [
      {
        source: 'targets/python/runtime',
        path: '',
        owner: 'generated',
        replace: projectTokens(context.model, context.options),
        leaveOut: [
          ...['pyproject.toml', 'src/mcp_package/__init__.py', 'tests/__init__.py', 'tests/conftest.py'],
          ...(own.length > 0 ? [DEFAULTS] : []),
        ],
      },
    ],
  };
}
