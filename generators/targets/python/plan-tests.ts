import { jsonLines } from '../../../src/escape/data.js';
import type { JsonObject, Operation, Tool } from '../../../src/model/types.js';
import type { FileEntry } from '../../../src/plan/types.js';
import { ONE_FILE, slotTexts } from '../../shared/additions.js';
import { type ClientCall, testCase } from '../../shared/expected/case.js';
import { testValue, testVariables } from '../../shared/expected/credentials.js';
import { code, dictOf, literal, type PyCode, str } from './code.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import { createImports } from './imports.js';
import type { Part } from './layout.js';
import { functionScope } from './names.js';
import { paramsOf } from './view-client.js';
import { helperNames } from './view-server.js';

/** Tools whose functions are tested one by one, as a pattern for the owner's own tests. */
const DIRECT_TESTS = 3;

function clientCall(operation: Operation, tool: Tool, part: Part, context: Context): ClientCall {
  const method = context.methodNames.get(operation.id) ?? operation.id;
  const renamed = paramsOf(tool, operation).filter(({ name, argument }) => name !== argument.name);
  return {
    path: part.group === '' ? method : `${part.group}.${method}`,
    renamed: Object.fromEntries(renamed.map(({ name, argument }) => [argument.name, name])),
  };
}

function casesOf(part: Part, context: Context): JsonObject[] {
  return part.operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    if (tool === undefined) return [];
    const found = testCase(operation, tool, clientCall(operation, tool, part, context), context.model);
    return found === undefined ? [] : [found];
  });
}

interface FunctionView {
  readonly name: string;
  readonly method: string;
  readonly patched: string;
  readonly module: string;
  readonly arguments: readonly { readonly name: string; readonly value: PyCode }[];
}

/** The first tools of the first module, called directly with a mocked client. */
function functionViews(context: Context): FunctionView[] {
  const [part] = context.layout.parts;
  if (part === undefined) return [];
  const tools = part.operations.flatMap((operation) => context.toolOf.get(operation.id) ?? []);
  const helpers = helperNames(tools);
  const scope = functionScope([helpers.answer, helpers.getClient]);
  const module = `${context.package}.server${part.module === '' ? '' : `.${part.module}`}`;
  return tools.slice(0, DIRECT_TESTS).map((tool) => {
    const operation = context.operationOf.get(tool.operation);
    const method = context.methodNames.get(tool.operation) ?? tool.operation;
    return {
      name: scope.claim(tool.name),
      method: operation === undefined || part.group === '' ? method : `${part.group}.${method}`,
      patched: `${module}.${helpers.getClient}`,
      module,
      arguments: tool.arguments
        .filter(({ required }) => required)
        .map(({ name, sample }) => ({ name, value: sample === undefined ? code('None') : literal(sample) })),
    };
  });
}

function serverTests(context: Context): object {
  const functions = functionViews(context);
  const imports = createImports();
  imports.use(`${context.package}.server`, 'mcp');
  for (const { module, name } of functions) imports.use(module, name);
  return { package: context.package, imports: imports.sections(), functions };
}

function clientTests(context: Context): object {
  const imports = createImports();
  imports.use(`${context.package}.api_client`, context.clientClass);
  imports.use(`${context.package}.runtime.answers`, 'ApiResponse');
  imports.use(`${context.package}.runtime.errors`, 'ApiError');
  return {
    imports: imports.sections(),
    clientClass: context.clientClass,
    baseUrlVariable: `${context.model.service.envPrefix}_BASE_URL`,
  };
}

function modelTests(context: Context): object {
  const imports = createImports();
  imports.use(context.package, 'api_models');
  return { imports: imports.sections() };
}

function conftest(context: Context): object {
  const prefix = context.model.service.envPrefix;
  const variables = testVariables(context.model);
  return {
    credentials: dictOf(variables.map((name) => [name, str(testValue(name))] as const)),
    more: slotTexts(context.additions, 'tests.environment'),
    prefix: `${prefix}_`,
    baseUrl: code(`{${str(`${prefix}_BASE_URL`).python}: upstream.url, "MCP_TOOLS": "static"}`),
  };
}

/** Tests of every tool and every method: the calls are data, one file per group. */
export function testFiles(context: Context): FileEntry[] {
  const cases = context.layout.parts.map((part): FileEntry => {
    const path = `tests/cases/${part.module || 'all'}.json`;
    return { kind: 'text', path, text: jsonLines(casesOf(part, context)), owner: 'generated' };
  });
  return [
    ...cases,
    copy('tests/__init__.py', 'tests/__init__.py', 'generated'),
    copy('tests/in_memory.py', 'tests/in_memory.py', 'generated'),
    copy('tests/upstream.py', 'tests/upstream.py', 'generated'),
    template('tests/conftest.py', 'tests/conftest.py', conftest(context)),
    template('tests/test_server.py', 'tests/test_server.py', serverTests(context)),
    ...(context.additions.shape === ONE_FILE
      ? []
      : [template('tests/test_api_client.py', 'tests/test_api_client.py', clientTests(context))]),
    ...(context.layout.split
      ? [template('tests/test_api_models.py', 'tests/test_api_models.py', modelTests(context))]
      : []),
  ];
}
