#!/usr/bin/env node
// Does a tool's input schema refuse what the document allows? Values made from the document's own schemas (by the acceptance
// kit, which shares no code with us) are held against the tools' schemas. Needs the reports of accept.mjs for the same documents.
//   node scripts/kits/constraints.mjs --docs petstore-3.0,museum-3.1
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chosen, describeProject, documentFile } from './lib/projects.mjs';
import { absent, CACHE, kitCopy } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: { docs: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const PASSES = ['required', 'all', 'tricky'];

const lib = (kit, name) => import(pathToFileURL(join(kit, name)).href);
const kit = await kitCopy('accept');
if (kit === undefined) absent('accept');
else process.exitCode = await main(kit);

/** Tool definitions of a project, by name; tools.json is one file, or one for each module of a split server. */
function toolsOf(dir, name) {
  const data = JSON.parse(readFileSync(join(dir, 'src', name, 'tools.json'), 'utf8'));
  const list = Array.isArray(data) ? data : (data.tools ?? Object.values(data));
  return new Map(list.map((tool) => [tool.name, tool]));
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

function findings(modules, store, op, tool) {
  const own = new modules.schema.SchemaStore(tool.inputSchema, { dialect: 'json' });
  const out = [];
  for (const [argument, schema] of Object.entries(tool.inputSchema.properties ?? {})) {
    const sinks = sinksOf(store, op).filter((sink) => modules.trip.standsFor(argument, sink));
    if (sinks.length !== 1) continue;
    const [sink] = sinks;
    if (tool.inputSchema.required?.includes(argument) && !sink.required)
      out.push(`${argument}: required by the tool only`);
    for (const mode of PASSES) {
      const where = sink.in === 'member' ? { in: 'json' } : { in: sink.in };
      const made = modules.fake.fake(store, sink.schema, { mode, side: 'args', name: sink.name, where });
      if (!made.ok) continue;
      const [error] = own.errors(own.use(schema), made.value) ?? [];
      if (error === undefined) continue;
      out.push(
        `${argument}${error.instancePath} ${error.message}, but the document allows ${JSON.stringify(made.value).slice(0, 120)}`,
      );
      break;
    }
  }
  return out;
}

async function main(kit) {
  const modules = {
    spec: await lib(kit, 'lib/spec.mjs'),
    schema: await lib(kit, 'lib/schema.mjs'),
    fake: await lib(kit, 'lib/fake.mjs'),
    trip: await lib(kit, 'lib/trip.mjs'),
  };
  const counts = { passed: 0, failed: 0 };
  for (const name of chosen(options)) {
    const file = join(CACHE, 'reports', `${name}.stdio.json`);
    const dir = join(CACHE, 'projects', name);
    if (!existsSync(file) || !existsSync(dir)) {
      console.log(`${name}: no report; run accept.mjs first`);
      continue;
    }
    const root = name.endsWith('-separate') ? join(documentFile(name), '..', '..') : undefined;
    const spec = new modules.spec.Spec(modules.spec.loadSpec(documentFile(name), { root }));
    const store = new modules.schema.SchemaStore(spec.doc, {
      dialect: spec.dialect,
      side: 'request',
      lenientOneOf: true,
    });
    const operations = new Map(spec.operations.map((op) => [op.key, op]));
    const tools = toolsOf(dir, describeProject(dir).package);
    for (const { op, tool } of JSON.parse(readFileSync(file, 'utf8')).perOperation) {
      if (!tools.has(tool)) continue;
      const found = findings(modules, store, operations.get(op), tools.get(tool));
      counts[found.length === 0 ? 'passed' : 'failed'] += 1;
      for (const finding of found) console.log(`${name} ${op} (${tool}): ${finding}`);
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}
