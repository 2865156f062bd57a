import { clip, isBlank, joinText, type Text } from '../../../src/escape/text.js';
import type { SpecText } from '../../../src/model/types.js';
import { ONE_FILE, slotTexts } from '../../shared/additions.js';
import { code, dictOf, listOf, type PyCode, str } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportSection } from './imports.js';
import { securityCode } from './request-code.js';
import { type Schemes, schemesOf } from './security-code.js';
import { type MethodView, methodsOf } from './view-client.js';
import { refPrinter } from './view-models.js';
import { helperNames, serverModuleView, type ToolView } from './view-server.js';

export interface ClientClassView {
  readonly className: string;
  readonly classDoc: SpecText;
  readonly baseUrl: PyCode;
  readonly envPrefix: string;
  readonly userAgent: string;
  readonly schemes: PyCode | null;
  readonly defaultSecurity: PyCode | null;
}
export interface ClientView {
  readonly doc: SpecText;
  readonly imports: readonly ImportSection[];
  /** Imported for the type checker only: at run time a group is imported when it is first used. */
  readonly groupImports: readonly ImportSection[];
  readonly client: ClientClassView;
  readonly methods: readonly MethodView[];
  readonly groups: readonly {
    readonly name: string;
    readonly module: string;
    readonly className: string;
    readonly doc: SpecText;
  }[];
}
export interface ServerBaseView {
  /** `get_client`, unless an argument of a tool in the same file has that name. */
  readonly getClient: string;
  readonly clientClass: string;
  readonly slug: string;
  readonly distribution: string;
  readonly title: SpecText;
  readonly toolsPath: PyCode;
  readonly mode: string;
  readonly pinned: PyCode | null;
  readonly modules: PyCode | null;
  /** Whether its owner's tools lie in a file of their own. */
  readonly customTools: boolean;
  /** What is added to server and client; null where nothing is. */
  readonly features: PyCode | null;
}
export interface ServerView {
  readonly doc: SpecText;
  readonly imports: readonly ImportSection[];
  readonly base: ServerBaseView;
  readonly tools: readonly ToolView[];
}

const titleOf = ({ model }: Context): SpecText => clip(model.service.title, 80);

function clientClass(context: Context, schemes: Schemes): ClientClassView {
  const { model } = context;
  return {
    className: context.clientClass,
    classDoc: joinText('Async client for ', titleOf(context), '.'),
    baseUrl: str(model.servers[0]?.url ?? ''),
    envPrefix: model.service.envPrefix,
    userAgent: context.distribution,
    schemes: schemes.expression,
    defaultSecurity:
      context.defaultSecurity.length === 0 ? null : securityCode(schemes.expand(context.defaultSecurity)),
  };
}

/** `api_client.py`, or `api_client/__init__.py` with a property per tag. */
export function clientView(context: Context): ClientView {
  const { layout } = context;
  const imports = createImports();
  const schemes = schemesOf(context.model);
  const runtime = layout.split ? '..runtime' : '.runtime';
  imports.use('__future__', 'annotations');
  imports.use(`${runtime}.http`, 'ApiClient');
  for (const [module, names] of schemes.imports) imports.use(`${runtime}.${module}`, ...names);
  const doc = joinText(
    'The client of ',
    titleOf(context),
    layout.split ? ': a property per group of operations.' : ': a method per operation.',
  );
  const client = clientClass(context, schemes);
  if (!layout.split) {
    imports.use('.runtime.answers', 'ApiResponse');
    const ref = refPrinter(context, imports, 'none', '.api_models');
    const methods = layout.parts.flatMap((part) =>
      methodsOf(part, { context, schemes, imports, ref, runtime }),
    );
    return { doc, imports: imports.sections(), client, methods, groups: [], groupImports: [] };
  }
  imports.use('functools', 'cached_property');
  imports.use('typing', 'TYPE_CHECKING');
  const firsts = layout.parts.filter(({ group }, index) => layout.parts[index - 1]?.group !== group);
  const groups = firsts.map(({ group, module, className, tag }) => ({
    name: group,
    module,
    className,
    doc: tagDoc(context, tag),
  }));
  const lazy = createImports();
  for (const { module, className } of groups) lazy.use(`.${module}`, className);
  return {
    doc,
    imports: imports.sections(),
    groupImports: lazy.sections(),
    client,
    methods: [],
    groups,
  };
}

function tagDoc({ tags }: Context, id: string): SpecText {
  return joinText('Operations of "', clip(tags.get(id)?.name ?? id, 80), '".');
}

function serverBase(context: Context): ServerBaseView {
  const { layout, model, options } = context;
  const getClient = layout.split ? 'get_client' : helperNames(model.tools).getClient;
  const pinned = model.tools.filter((tool) => tool.pinned).map(({ name }) => str(name));
  const modules = layout.parts.map(
    ({ module }) => [module, str(`${context.package}.server.${module}`)] as const,
  );
  return {
    getClient,
    clientClass: context.clientClass,
    slug: options.slug,
    distribution: context.distribution,
    title: titleOf(context),
    toolsPath: code(
      `Path(__file__).${layout.split ? 'parents[1] / ' : 'with_name('}"tools.json"${layout.split ? '' : ')'}`,
    ),
    mode: model.toolMode,
    pinned: pinned.length === 0 ? null : listOf(pinned),
    modules: layout.split ? dictOf(modules) : null,
    customTools: !isOneFile(context),
    features: hasFeatures(context) ? code('create_features()') : null,
  };
}

const isOneFile = ({ additions }: Context): boolean => additions.shape === ONE_FILE;

const hasFeatures = ({ additions }: Context): boolean => slotTexts(additions, 'server.features').length > 0;

function useServerBase(imports: ReturnType<typeof createImports>, context: Context, up: string): void {
  imports.use('__future__', 'annotations');
  imports.use('collections.abc', 'AsyncIterator');
  imports.use('contextlib', 'asynccontextmanager');
  imports.use('pathlib', 'Path');
  imports.use('typing', 'Any');
  imports.use('mcp.server.mcpserver', 'Context', 'MCPServer');
  imports.use(up, '__version__', ...(isOneFile(context) ? [] : ['custom_tools']));
  if (!isOneFile(context)) imports.use(`${up === '.' ? '' : '.'}.api_client`, context.clientClass);
  imports.use(`${up === '.' ? '' : '.'}.runtime.tools`, 'ToolServer');
  if (hasFeatures(context)) imports.use(`${up === '.' ? '' : '.'}.features`, 'create_features');
}

/** `server.py` with everything in it. */
export function serverView(context: Context): ServerView {
  const [part] = context.layout.parts;
  const imports = createImports();
  useServerBase(imports, context, '.');
  imports.use('.runtime.serving', 'create_app', 'run');
  const tools = part === undefined ? { tools: [] } : serverModuleView(part, context, imports);
  const doc = joinText('The MCP server of ', titleOf(context), ': a tool per operation.');
  return { doc, imports: imports.sections(), base: serverBase(context), tools: tools.tools };
}

const ONE_FILE_DOC = `: its client and its tools, in one file.

The client comes first: a method per operation of the API. What is left out of a call (None) is not sent.`;

/** `server.py` with the client in it, for those who want to read it from top to bottom. */
export function oneFileView(context: Context): object {
  const [part] = context.layout.parts;
  const imports = createImports();
  const schemes = schemesOf(context.model);
  useServerBase(imports, context, '.');
  imports.use('.runtime.serving', 'create_app', 'run');
  imports.use('.runtime.http', 'ApiClient');
  imports.use('.runtime.answers', 'ApiResponse');
  for (const [module, names] of schemes.imports) imports.use(`.runtime.${module}`, ...names);
  const scope = { context, schemes, imports, ref: null, runtime: '.runtime' };
  const methods = part === undefined ? [] : methodsOf(part, scope);
  const tools = part === undefined ? [] : serverModuleView(part, context, imports).tools;
  return {
    doc: joinText('The MCP server of ', titleOf(context), ONE_FILE_DOC),
    imports: imports.sections(),
    client: clientClass(context, schemes),
    methods,
    base: serverBase(context),
    tools,
  };
}

/** `server/base.py` of the split layout. */
export function serverBaseView(context: Context): Omit<ServerView, 'doc'> {
  const imports = createImports();
  useServerBase(imports, context, '..');
  return { imports: imports.sections(), base: serverBase(context), tools: [] };
}

/** `server/__init__.py` of the split layout. */
export function serverInitView(context: Context): ServerView {
  const imports = createImports();
  imports.use('..runtime.serving', 'create_app', 'run');
  imports.use('.base', 'get_client', 'mcp');
  const doc = joinText(
    'The MCP server of ',
    titleOf(context),
    ': a module of tools per group of operations.',
  );
  return { doc, imports: imports.sections(), base: serverBase(context), tools: [] };
}

export function packageDoc({ model, options }: Context): Text {
  const text = options.description ?? model.service.description;
  const head = joinText('MCP server for ', clip(model.service.title, 80), '.');
  return isBlank(text) ? head : joinText(head, '\n\n', clip(text ?? '', 400));
}
