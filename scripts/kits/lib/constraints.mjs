// Does a tool's input schema refuse what the document allows? Values made from the document's own schemas (by the acceptance
// kit, which shares no code with us) are held against the tools' schemas.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { documentFile } from './projects.mjs';
import { refRoot } from './sweep.mjs';

const PASSES = ['required', 'all', 'tricky'];

/** Where each language keeps its tools. */
const TOOLS = {
  python: (name) => join('src', name, 'tools.json'),
  typescript: () => join('src', 'tools.json'),
  go: () => join('internal', 'tools', 'tools.json'),
};

/** Tool definitions of a project, by name; tools.json is one file, or one for each module of a split server. */
function toolsOf({ dir, target, package: name }) {
  const data = JSON.parse(readFileSync(join(dir, TOOLS[target](name)), 'utf8'));
  const list = Array.isArray(data) ? data : (data.tools ?? Object.values(data));
  return new Map(list.map((tool) => [tool.name, tool]));
}

/** The kit's own readers of documents and makers of values. */
export async function kitModules(kit) {
  const lib = (name) => import(pathToFileURL(join(kit, 'lib', `${name}.mjs`)).href);
  const [spec, schema, fake, trip] = await Promise.all(['spec', 'schema', 'fake', 'trip'].map(lib));
  return { spec, schema, fake, trip };
}

/** What a tool's argument may stand for: parameters, members of the first body, the whole body. */
function sinksOf(store, op) {
  const params = op.params.map((p) => ({ name: p.name, in: p.in, schema: p.schema, required: p.required }));
  const content = Object.values(op.body?.content ?? {})[0];
  if (content === undefined) return params;
  const body = store.use(content.schema);
  const resolved = body.$ref ? store.target(body.$ref) : body;
  const required = op.body.required ? (resolved?.required ?? []) : [];
  const members = Object.entries(resolved?.properties ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'member', schema },
    required: required.includes(name),
  }));
  return [...params, ...members];
}

function findingsOf(modules, store, op, tool) {
  const own = new modules.schema.SchemaStore(tool.inputSchema, { dialect: 'json' });
  const out = [];
  for (const [argument, schema] of Object.entries(tool.inputSchema.properties ?? {})) {
    const sinks = sinksOf(store, op).filter((sink) => modules.trip.standsFor(argument, sink));
    if (sinks.length !== 1) continue;
    const [sink] = sinks;
    if (tool.inputSchema.required?.includes(argument) && !sink.required)
      out.push(`${argument}: required by the tool only`);
    const refused = refusal(modules, { own, store }, sink, schema);
    if (refused !== undefined) out.push(`${argument}${refused}`);
  }
  return out;
}

/** The first value that the document allows and the tool's schema does not. */
function refusal(modules, { own, store }, sink, schema) {
  for (const mode of PASSES) {
    const where = sink.in === 'member' ? { in: 'json' } : { in: sink.in };
    const made = modules.fake.fake(store, sink.schema, { mode, side: 'args', name: sink.name, where });
    if (!made.ok) continue;
    const [error] = own.errors(own.use(schema), made.value) ?? [];
    if (error === undefined) continue;
    const shown = JSON.stringify(made.value).slice(0, 120);
    return `${error.instancePath} ${error.message}, but the document allows ${shown}`;
  }
  return undefined;
}

/** `{ tools, findings }` of a project, whose sweep gave `report`: how many tools were looked at, and what they refuse. */
export function constraintsOf(modules, project, report) {
  const root = refRoot(project.name);
  const spec = new modules.spec.Spec(modules.spec.loadSpec(documentFile(project.name), { root }));
  const store = new modules.schema.SchemaStore(spec.doc, {
    dialect: spec.dialect,
    side: 'request',
    lenientOneOf: true,
  });
  const operations = new Map(spec.operations.map((op) => [op.key, op]));
  const tools = toolsOf(project);
  const looked = report.perOperation.filter(({ tool }) => tools.has(tool));
  const findings = looked.map(({ op, tool }) =>
    findingsOf(modules, store, operations.get(op), tools.get(tool)).map(
      (finding) => `${project.name} ${op} (${tool}): ${finding}`,
    ),
  );
  return {
    tools: looked.length,
    failed: findings.filter((list) => list.length > 0).length,
    findings: findings.flat(),
  };
}
