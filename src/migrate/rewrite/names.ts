import type { ServerStyle } from '../types.js';

/** Where a name of the SDK's first version is now. `runtime` stands for the project's own runtime package. */
interface NewName {
  readonly module: string;
  readonly name: string;
}

const runtime = (module: string, name: string): NewName => ({ module: `{runtime}.${module}`, name });
const sdk = (module: string, name: string): NewName => ({ module, name });

const MCPSERVER = runtime('mcpserver', 'MCPServer');
const SERVER = runtime('lowlevel', 'Server');
const FASTMCP = runtime('fastmcp', 'FastMCP');
const ERROR = runtime('lowlevel', 'McpError');

/** By full name; what is not named here stays where it is. */
const NAMES: Readonly<Record<string, NewName>> = {
  'mcp.server.fastmcp.FastMCP': MCPSERVER,
  'mcp.server.fastmcp.server.FastMCP': MCPSERVER,
  'mcp.server.FastMCP': MCPSERVER,
  'mcp.server.MCPServer': MCPSERVER,
  'mcp.server.mcpserver.MCPServer': MCPSERVER,
  'fastmcp.FastMCP': FASTMCP,
  'fastmcp.server.FastMCP': FASTMCP,
  'fastmcp.server.server.FastMCP': FASTMCP,
  'mcp.server.Server': SERVER,
  'mcp.server.lowlevel.Server': SERVER,
  'mcp.server.lowlevel.server.Server': SERVER,
  'mcp.server.lowlevel.server.NotificationOptions': sdk('mcp.server', 'NotificationOptions'),
  'mcp.server.lowlevel.NotificationOptions': sdk('mcp.server', 'NotificationOptions'),
  'mcp.server.lowlevel.server.request_ctx': sdk('mcp.server.lowlevel.server', 'request_ctx'),
  'mcp.server.fastmcp.server.Context': sdk('mcp.server.mcpserver', 'Context'),
  'mcp.shared.exceptions.McpError': ERROR,
  'mcp.McpError': ERROR,
  'mcp.types.Content': sdk('mcp.types', 'ContentBlock'),
  'mcp.types.Cursor': sdk('builtins', 'str'),
  'fastmcp.server.context.Context': sdk('fastmcp', 'Context'),
  'fastmcp.prompts.prompt.FunctionPrompt': sdk('fastmcp.prompts.function_prompt', 'FunctionPrompt'),
  'fastmcp.resources.resource.FunctionResource': sdk(
    'fastmcp.resources.function_resource',
    'FunctionResource',
  ),
  'fastmcp.tools.tool.FunctionTool': sdk('fastmcp.tools', 'FunctionTool'),
  'fastmcp.tools.tool.ParsedFunction': sdk('fastmcp.tools.function_parsing', 'ParsedFunction'),
  'fastmcp.tools.tool.TextContent': sdk('mcp.types', 'TextContent'),
  'fastmcp.tools.tool.ToolAnnotations': sdk('mcp.types', 'ToolAnnotations'),
  'fastmcp.tools.tool.ContentBlock': sdk('mcp.types', 'ContentBlock'),
};

/** Modules whose names are all elsewhere now; found by comparing what versions 2.3 to 3.2 of FastMCP define with version 4. */
const MODULES: Readonly<Record<string, string>> = {
  'fastmcp.prompts.prompt': 'fastmcp.prompts.base',
  'fastmcp.resources.resource': 'fastmcp.resources.base',
  'fastmcp.server.apps': 'fastmcp.apps.config',
  'fastmcp.server.auth.authorization': 'fastmcp.utilities.authorization',
  'fastmcp.server.openapi': 'fastmcp.server.providers.openapi',
  'fastmcp.server.openapi.components': 'fastmcp.server.providers.openapi.components',
  'fastmcp.server.openapi.routing': 'fastmcp.server.providers.openapi.routing',
  'fastmcp.server.proxy': 'fastmcp.server.providers.proxy',
  'fastmcp.server.tasks.config': 'fastmcp.utilities.tasks',
  'fastmcp.tools.tool': 'fastmcp.tools.base',
};

/** The new place of a name; undefined when it stays. */
export function newPlace(module: string, name: string, runtimePackage: string): NewName | undefined {
  const full = `${module}.${name}`;
  const known = NAMES[full];
  if (known !== undefined) return { ...known, module: known.module.replace('{runtime}', runtimePackage) };
  const moved = newModule(module);
  return moved === module ? undefined : { module: moved, name };
}

/** Modules that were renamed as a whole. */
export const newModule = (module: string): string =>
  MODULES[module] ?? module.replace(/^mcp\.server\.fastmcp(?=\.|$)/, 'mcp.server.mcpserver');

/** Attributes of protocol types, which version 2 spells in snake case. Wire names in JSON stay. */
export const SNAKE_ATTRIBUTES: Readonly<Record<string, string>> = {
  inputSchema: 'input_schema',
  outputSchema: 'output_schema',
  isError: 'is_error',
  mimeType: 'mime_type',
  structuredContent: 'structured_content',
  uriTemplate: 'uri_template',
  nextCursor: 'next_cursor',
  listChanged: 'list_changed',
  readOnlyHint: 'read_only_hint',
  destructiveHint: 'destructive_hint',
  idempotentHint: 'idempotent_hint',
  openWorldHint: 'open_world_hint',
  progressToken: 'progress_token',
  protocolVersion: 'protocol_version',
  serverInfo: 'server_info',
  clientInfo: 'client_info',
  _mcp_server: '_lowlevel_server',
};

/** The module of the runtime that each style of server is made of. */
export const RUNTIME_OF: Readonly<Record<ServerStyle, string>> = {
  mcp: 'mcpserver.py',
  fastmcp: 'fastmcp.py',
  lowlevel: 'lowlevel.py',
};

/** Fields of protocol types that version 2 spells in snake case: `inputSchema` → `input_schema`. */
const CAMEL_FIELDS = new Set(
  (
    'clientInfo costPriority createMessage createdAt destructiveHint elicitationId hasMore idempotentHint ' +
    'includeContext inputSchema intelligencePriority isError lastModified lastUpdatedAt listChanged maxTokens ' +
    'mimeType modelPreferences nextCursor openWorldHint outputSchema progressToken protocolVersion readOnlyHint ' +
    'requestId requestedSchema resourceTemplates serverInfo speedPriority stopReason stopSequences ' +
    'structuredContent systemPrompt taskId toolChoice toolUseId uriTemplate websiteUrl'
  ).split(' '),
);

/** The new name of a field; undefined when it kept its name. */
export const snakeField = (name: string): string | undefined =>
  CAMEL_FIELDS.has(name) ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : undefined;
