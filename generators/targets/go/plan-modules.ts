import type { FileEntry } from '../../../src/plan/types.js';
import type { Context } from './context.js';
import { MODULE_LINES, MODULE_SETS } from './modules.js';

/** The number of what features brought; see MODULE_SETS. */
function combinationOf(dependencies: readonly string[]): number {
  return dependencies.reduce((combination, name) => {
    const place = MODULE_SETS.indexOf(name);
    if (place < 0) throw new Error(`scripts/go-modules.mjs does not know ${name}`);
    return combination + 2 ** place;
  }, 0);
}

const sorted = (lines: readonly string[]): string[] => [...lines].sort((a, b) => (a < b ? -1 : 1));

const block = (lines: readonly string[]): string =>
  `require (\n${lines.map((line) => `\t${line}\n`).join('')})\n`;

/** go.mod and go.sum as `go mod tidy` leaves them. */
export function moduleFiles({ program, additions }: Context): FileEntry[] {
  const combination = combinationOf(additions.dependencies);
  const here = MODULE_LINES.filter(({ combinations }) => combinations.includes(combination));
  const requires = sorted(here.flatMap((group) => group.requires));
  const isIndirect = (line: string): boolean => line.endsWith('// indirect');
  const parts = [
    `module ${program}\n`,
    'go 1.25.0\n',
    block(requires.filter((line) => !isIndirect(line))),
    block(requires.filter(isIndirect)),
    'tool honnef.co/go/tools/cmd/staticcheck\n',
  ];
  const sums = sorted(here.flatMap((group) => group.sums));
  return [
    { kind: 'text', path: 'go.mod', text: parts.join('\n'), owner: 'generated' },
    { kind: 'text', path: 'go.sum', text: `${sums.join('\n')}\n`, owner: 'generated' },
  ];
}
