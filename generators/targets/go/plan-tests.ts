import { jsonLines } from '../../../src/escape/data.js';
import type { JsonObject } from '../../../src/model/types.js';
import type { FileEntry } from '../../../src/plan/types.js';
import { slotTexts } from '../../shared/additions.js';
import { testCase } from '../../shared/expected/case.js';
import { testValue, testVariables } from '../../shared/expected/credentials.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import type { Part } from './layout.js';

function casesOf(part: Part, context: Context): JsonObject[] {
  return part.operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    if (tool === undefined) return [];
    const method = context.methodNames.get(operation.id) ?? 'Call';
    const found = testCase(operation, tool, { path: method, renamed: {} }, context.model);
    return found === undefined ? [] : [found];
  });
}

/** Tests of every tool, as an MCP client sees it: the calls are data, one file per group. */
export function testFiles(context: Context): FileEntry[] {
  const cases = context.layout.parts.map((part): FileEntry => {
    const path = `internal/tools/testdata/${part.file || 'all'}.json`;
    return { kind: 'text', path, text: jsonLines(casesOf(part, context)), owner: 'generated' };
  });
  const settings = {
    baseUrl: `${context.model.service.envPrefix}_BASE_URL`,
    credentials: testVariables(context.model).map((name) => ({ name, value: testValue(name) })),
    environment: slotTexts(context.additions, 'tests.environment'),
  };
  const replace = { 'mcp-package': context.program };
  return [
    ...cases,
    template('internal/tools/settings_test.go', 'internal/tools/settings_test.go', settings),
    copy('internal/tools/tools_test.go', 'internal/tools/tools_test.go', 'generated', replace),
    copy('internal/tools/upstream_test.go', 'internal/tools/upstream_test.go', 'generated', replace),
  ];
}
