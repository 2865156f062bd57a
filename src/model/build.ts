import type { BuildModel, ModelChoices, SpecDocument } from '../stages.js';
import { Context } from './context.js';
import { finishTypes } from './graph/finish.js';
import { TypeGraph } from './graph/graph.js';
import { type ReadOperation, readOperations } from './operation/read.js';
import { withSample } from './samples.js';
import { SchemaSet } from './schema/convert.js';
import { SecurityReader } from './security.js';
import { readServers } from './servers.js';
import { readService } from './service.js';
import { scanTexts } from './suspicious/scan.js';
import { TagBook } from './tags.js';
import { byOperation, chooseTools } from './tool/choose.js';
import { type Making, makeTool } from './tool/tools.js';
import { type Edits, readEdits } from './edits/edits.js';
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
  const read = readOperations({ context, graph, tags, security }, choices.known);
  if (read.length === 0) {
    context.report('model.no-operations', 'error', `${document.name} describes no operation`, '/paths');
    return undefined;
  }
  const answers = new SchemaSet(context, 'response');
  const operations = read.map((entry) => withSample(entry, answers));
  const servers = readServers(context);
  const service = readService(context, servers, choices.slug);
  const edits = readEdits(document.toolsFile, operations, context);
  const choosable = { operations, tags: tags.tags(), names: edits.names, scopes: edits.scopes };
  const chosen = chooseTools(choices.tools, choosable, context);
  if (chosen.operations.size > MAX_TOOLS) {
    const message = `${chosen.operations.size} operations are chosen; a project can hold ${MAX_TOOLS}`;
    context.report('model.too-many-operations', 'error', message, '/paths');
    return undefined;
  }
  const pinned = byOperation(choices.pinned ?? [], choosable, context, 'model.operation-unknown');
  for (const [id, { pinned: isPinned }] of edits.of) if (isPinned === true) pinned.add(id);
  const making = {
    context,
    graph,
    requests: new SchemaSet(context, 'request'),
    answers,
    budget: choices.toolBudget,
    outputSchemas: choices.outputSchemas === true,
  };
  return {
    modelVersion: 1,
    service,
    servers,
    securitySchemes: security.schemes(service.envPrefix, operations, servers[0]?.url.spec ?? ''),
    tags: tags.tags(),
    operations,
    types: finishTypes(graph.types(), rootTypes(operations)),
    tools: makeTools(read, { chosen: chosen.operations, pinned, edits }, making),
    toolMode: chosen.mode,
  };
}

interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  readonly edits: Edits;
}

function makeTools(
  read: readonly ReadOperation[],
  { chosen, pinned, edits }: Choosing,
  making: Making,
): Tool[] {
  const wanted = read.filter(({ operation: { id } }) => chosen.has(id) || pinned.has(id));
  const isOff = ({ operation: { id } }: ReadOperation): boolean => edits.of.get(id)?.off === true;
  const made = wanted
    .filter((one) => !isOff(one))
    .map((one) => {
      const { id } = one.operation;
      const name = edits.names.get(id) ?? id;
      return makeTool(one, { name, edit: edits.of.get(id), pinned: pinned.has(id) }, making);
    });
  const off = wanted.filter(isOff).map(({ operation }) => operation.id);
  const tools = made.map(({ tool }) => tool);
  const large = made.filter(({ fits }) => !fits).map(({ tool }) => tool.name);
  const cut = tools.filter((tool) => tool.cut.length > 0).map(({ name }) => name);
  const { context } = making;
  if (off.length > 0)
    context.report(
      'model.tools-off',
      'info',
      listed(off, 'operation is turned off', 'operations are turned off'),
    );
  if (cut.length > 0)
    context.report(
      'model.descriptions-cut',
      'info',
      listed(cut, 'large tool is told in short', 'large tools are told in short'),
    );
  if (large.length > 0)
    context.report(
      'model.budget',
      'warning',
      listed(
        large,
        `tool is larger than ${making.budget} tokens`,
        `tools are larger than ${making.budget} tokens`,
      ),
    );
  return tools;
}

/** `3 tools are large: a, b, c`. */
function listed(names: readonly string[], one: string, many: string): string {
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? '…' : '');
  return `${names.length} ${names.length === 1 ? one : many}: ${shown}`;
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
