import type { BuildModel, ModelChoices, SpecDocument } from '../stages.js';
import { Context } from './context.js';
import { finishTypes } from './graph/finish.js';
import { TypeGraph } from './graph/graph.js';
import { OperationNames } from './operation/names.js';
import { type ReadOperation, readOperations } from './operation/read.js';
import { withSample } from './samples.js';
import { SchemaSet } from './schema/convert.js';
import { SecurityReader } from './security.js';
import { readServers } from './servers.js';
import { readService } from './service.js';
import { scanTexts } from './suspicious/scan.js';
import { TagBook } from './tags.js';
import { byOperation, chooseTools } from './tool/choose.js';
import { makeTool } from './tool/tools.js';
import type { Operation, ServiceModel, Tool, TypeExpr } from './types.js';

/**
 * Operations that one project may hold. Writing 100,000 takes half a minute and 2 GB; but the project is then 45 MB of source,
 * on which type checkers and tests never end.
 */
const MAX_TOOLS = 50_000;

/** A document and the user's choices as a service model. Pure: the same input gives the same model. */
export const buildModel: BuildModel = (document, choices) => {
  const context = new Context(document);
  const model = build(document, choices, context);
  const diagnostics = context.diagnostics();
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return failed || model === undefined ? { ok: false, diagnostics } : { ok: true, value: model, diagnostics };
};

function build(document: SpecDocument, choices: ModelChoices, context: Context): ServiceModel | undefined {
  scanTexts(context, choices.strictText === true);
  const graph = new TypeGraph(context);
  const tags = new TagBook(context);
  const security = new SecurityReader(context);
  const read = readOperations({ context, graph, names: new OperationNames(), tags, security });
  if (read.length === 0) {
    context.report('model.no-operations', 'error', `${document.name} describes no operation`, '/paths');
    return undefined;
  }
  const answers = new SchemaSet(context, 'response');
  const operations = read.map((entry) => withSample(entry, answers));
  const servers = readServers(context);
  const service = readService(context, servers, choices.slug);
  const choosable = { operations, tags: tags.tags() };
  const chosen = chooseTools(choices.tools, choosable, context);
  if (chosen.operations.size > MAX_TOOLS) {
    const message = `${chosen.operations.size} operations are chosen; a project can hold ${MAX_TOOLS}`;
    context.report('model.too-many-operations', 'error', message, '/paths');
    return undefined;
  }
  const pinned = byOperation(choices.pinned ?? [], choosable, context, 'model.operation-unknown');
  return {
    modelVersion: 1,
    service,
    servers,
    securitySchemes: security.schemes(service.envPrefix),
    tags: tags.tags(),
    operations,
    types: finishTypes(graph.types(), rootTypes(operations)),
    tools: makeTools(read, chosen.operations, pinned, context, graph),
    toolMode: chosen.mode,
  };
}

function makeTools(
  read: readonly ReadOperation[],
  chosen: ReadonlySet<string>,
  pinned: ReadonlySet<string>,
  context: Context,
  graph: TypeGraph,
): Tool[] {
  const schemas = new SchemaSet(context, 'request');
  const trimmed: string[] = [];
  const tools = read
    .filter((entry) => chosen.has(entry.operation.id) || pinned.has(entry.operation.id))
    .map((entry) =>
      makeTool(entry, pinned.has(entry.operation.id), context, graph, schemas, (name) => trimmed.push(name)),
    );
  if (trimmed.length > 0) {
    const shown = trimmed.slice(0, 5).join(', ') + (trimmed.length > 5 ? '…' : '');
    context.report(
      'model.descriptions-cut',
      'info',
      `${trimmed.length} large ${trimmed.length === 1 ? 'tool tells' : 'tools tell'} nothing about members inside arguments: ${shown}`,
    );
  }
  return tools;
}

/** The types that the operations of each tag name themselves. */
function rootTypes(operations: readonly Operation[]): Map<string, TypeExpr[]> {
  const roots = new Map<string, TypeExpr[]>();
  for (const { tag, params, body, responses } of operations) {
    const list = roots.get(tag) ?? [];
    roots.set(tag, list);
    for (const { type } of params) list.push(type);
    for (const { type } of body?.content ?? []) list.push(type);
    for (const { type } of responses) if (type !== undefined) list.push(type);
  }
  return roots;
}
