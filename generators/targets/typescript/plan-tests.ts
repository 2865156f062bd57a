import { jsonLines } from '../../../src/escape/data.js';
import type { JsonObject } from '../../../src/model/types.js';
import type { FileEntry } from '../../../src/plan/types.js';
import { slotTexts } from '../../shared/additions.js';
import { testCase } from '../../shared/expected/case.js';
import { testValue, testVariables } from '../../shared/expected/credentials.js';
import { objectOf, str } from './code.js';
import type { Context } from './context.js';
import { copy, template } from './entries.js';
import type { Part } from './layout.js';

function casesOf(part: Part, context: Context): JsonObject[] {
  return part.operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    if (tool === undefined) return [];
    const method = context.methodNames.get(operation.id) ?? operation.id;
    const path = context.layout.split ? `${part.group}.${method}` : method;
    const found = testCase(operation, tool, { path, renamed: {} }, context.model);
    return found === undefined ? [] : [found];
  });
}

function environmentView({ model, additions }: Context): object {
  const prefix = model.service.envPrefix;
  return {
    credentials: objectOf(testVariables(model).map((name) => [name, str(testValue(name))] as const)),
    baseUrlVariable: str(`${prefix}_BASE_URL`),
    prefix: str(`${prefix}_`),
    environment: slotTexts(additions, 'tests.environment'),
  };
}

/** Tests of every tool: the calls are data, one file per group. */
export function testFiles(context: Context): FileEntry[] {
  const cases = context.layout.parts.map(
    (part): FileEntry => ({
      kind: 'text',
      path: `tests/cases/${part.module}.json`,
      text: jsonLines(casesOf(part, context)),
      owner: 'generated',
    }),
  );
  return [
    ...cases,
    copy('tests/cases.ts', 'tests/cases.ts', 'generated'),
    copy('tests/upstream.ts', 'tests/upstream.ts', 'generated'),
    copy('tests/connected.ts', 'tests/connected.ts', 'generated'),
    copy('tests/tools.test.ts', 'tests/tools.test.ts', 'generated'),
    template('tests/environment.ts', 'tests/environment.ts', environmentView(context)),
  ];
}
