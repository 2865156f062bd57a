/** Random projects, random hand edits, random new versions. Every line that a side brings has a word of its own. */
import fc from 'fast-check';
import type { Disk, Tree } from '../unit/manage/kit.js';
import { formatted } from '../unit/manage/kit.js';

export type Step =
  | { readonly kind: 'insert' | 'replace' | 'delete' | 'append'; readonly at: number }
  | { readonly kind: 'block'; readonly at: number }
  | { readonly kind: 'cut' | 'move'; readonly at: number; readonly to: number }
  | { readonly kind: 'same'; readonly at: number };

const at = fc.nat({ max: 200 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('insert', 'replace', 'delete', 'append'), at }),
  fc.record({ kind: fc.constant('block'), at }),
  fc.record({ kind: fc.constantFrom('cut', 'move'), at, to: at }),
  fc.record({ kind: fc.constant('same'), at }),
);

export type FileEdit =
  | { readonly kind: 'text'; readonly file: number; readonly steps: readonly Step[] }
  | { readonly kind: 'remove' | 'rename' | 'crlf' | 'format' | 'chop'; readonly file: number };

const file = fc.nat({ max: 6 });
export const edits = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('text'),
        file,
        steps: fc.array(step, { minLength: 1, maxLength: 5 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('remove', 'rename', 'crlf', 'format', 'chop'), file }),
    },
  ),
  { maxLength: 8 },
) as fc.Arbitrary<FileEdit[]>;

const python = (seed: number): string => {
  const functions = Array.from({ length: 3 + (seed % 4) }, (_, i) => {
    const name = `tool_${seed}_${i}`;
    return `async def ${name}(ctx, limit_${i}: int) -> None:\n    """Does ${name}."""\n    log.debug("${name}")\n    await answer(ctx, "${name}", limit_${i})\n`;
  });
  const methods = ['read', 'write'].map((m) => `    def ${m}(self):\n        return self.${m}_${seed}\n`);
  return `"""Module ${seed}."""\n\nimport logging\n\nfrom runtime import answer\n\nlog = logging.getLogger(__name__)\n\n\n${functions.join('\n\n')}\n\nclass Client${seed}:\n    """Calls."""\n\n${methods.join('\n')}`;
};
const toml = (seed: number): string =>
  `[project]\nname = "p${seed}"\nversion = "0.${seed}"\ndependencies = [\n    "a${seed}>=1",\n    "b${seed}>=2",\n]\n\n[tool.x]\nlevel = ${seed}\n`;
const markdown = (seed: number): string =>
  `# P${seed}\n\nIntro ${seed}.\n\n## Tools\n\n| tool | does |\n| --- | --- |\n| t${seed} | lists |\n\n## Start\n\nRun ${seed}.\n`;
const yaml = (seed: number): string =>
  `name: ci${seed}\non:\n  push:\n    branches: [main]\njobs:\n  test:\n    runs-on: ubuntu\n    steps:\n      - name: A${seed}\n        run: a\n      - name: B${seed}\n        run: b\n`;
const json = (seed: number): string =>
  `${JSON.stringify(
    {
      name: `j${seed}`,
      list: [
        { name: 'a', x: seed },
        { name: 'b', x: 2 },
      ],
      deep: { k: 'v' },
    },
    null,
    2,
  )}\n`;
const make = (seed: number): string => `.PHONY: test\n\ntest:\n\tpytest ${seed}\n\nlint:\n\truff ${seed}\n`;

export const project = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 3 }).map(
  (seeds): Record<string, string> =>
    Object.assign(
      {},
      ...seeds.map((seed, i) => ({
        [`src/m${i}.py`]: python(seed),
        [`c${i}.toml`]: toml(seed + 1),
        [`d${i}.md`]: markdown(seed + 2),
        [`w${i}.yml`]: yaml(seed + 3),
        [`j${i}.json`]: json(seed + 4),
        [`t${i}.txt`]: Array.from({ length: 9 }, (_, n) => `line ${seed} ${n}`).join('\n'),
        ...(i === 0 ? { Makefile: make(seed) } : {}),
      })),
    ),
);

/** A line in the style of the file, with a word that occurs nowhere else. */
function newLine(path: string, word: string, indent: string): string {
  if (path.endsWith('.py')) return `${indent}${word} = 1`;
  if (path.endsWith('.toml')) return `${word} = 1`;
  if (path.endsWith('.yml')) return `${indent}${word}: 1`;
  if (path.endsWith('.json')) return `${indent}"${word}": 1,`;
  return `${indent}${word} stands here`;
}

function newBlock(path: string, word: string): string[] {
  if (path.endsWith('.py')) return ['', '', `async def ${word}(ctx):`, `    return "${word}"`];
  if (path.endsWith('.md')) return ['', `## ${word}`, '', `Text of ${word}.`];
  if (path.endsWith('.toml')) return ['', `[tool.${word}]`, `x_${word} = 1`];
  if (path === 'Makefile') return ['', `${word}:`, `\trun ${word}`];
  return [newLine(path, word, '')];
}

/** Applies steps to a text; `word` gives a new word for each line that is brought in. */
export function editText(path: string, text: string, steps: readonly Step[], word: () => string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(eol);
  for (const one of steps) {
    const i = one.at % Math.max(1, lines.length);
    const indent = /^\s*/.exec(lines[i] ?? '')?.[0] ?? '';
    if (one.kind === 'insert') lines.splice(i, 0, newLine(path, word(), indent));
    else if (one.kind === 'replace') lines.splice(i, 1, newLine(path, word(), indent));
    else if (one.kind === 'delete') lines.splice(i, 1);
    else if (one.kind === 'append')
      lines[i] = `${lines[i] ?? ''} ${path.endsWith('.py') ? '# ' : ''}${word()}`;
    else if (one.kind === 'block') lines.splice(i, 0, ...newBlock(path, word()));
    else if (one.kind === 'same') lines.splice(i, 0, newLine(path, `same_${one.at}`, indent));
    else if (one.kind === 'cut' || one.kind === 'move') {
      const cut = lines.splice(i, 1 + (one.to % 5));
      if (one.kind === 'move') lines.splice(one.to % (lines.length + 1), 0, ...cut);
    }
  }
  return lines.join(eol);
}

export function newVersion(tree: Readonly<Record<string, string>>, changes: readonly FileEdit[]): Tree {
  const next: Record<string, string> = { ...tree };
  const names = Object.keys(tree);
  let count = 0;
  for (const change of changes) {
    const path = names[change.file % names.length] ?? '';
    const text = next[path];
    if (text === undefined) continue;
    if (change.kind === 'text') next[path] = editText(path, text, change.steps, () => `new_${count++}`);
    else if (change.kind === 'remove') delete next[path];
    else if (change.kind === 'rename') {
      delete next[path];
      next[`renamed/${path}`] = text;
    } else if (change.kind === 'format')
      next[`extra_${change.file}.py`] = `x_${change.file} = "new_${count++}"\n`;
  }
  return next;
}

export function editDisk(
  disk: Disk,
  tree: Readonly<Record<string, string>>,
  changes: readonly FileEdit[],
): void {
  const names = Object.keys(tree);
  let count = 0;
  for (const change of changes) {
    const path = names[change.file % names.length] ?? '';
    if (!disk.entries.has(path)) continue;
    const text = disk.text(path);
    if (change.kind === 'text')
      disk.write(
        path,
        editText(path, text, change.steps, () => `mine_${count++}`),
      );
    else if (change.kind === 'remove') disk.remove(path);
    else if (change.kind === 'rename') disk.move(path, `moved/${path}`);
    else if (change.kind === 'crlf') disk.write(path, text.replaceAll(/\r?\n/g, '\r\n'));
    else if (change.kind === 'chop') disk.write(path, text.trimEnd());
    else if (path.endsWith('.py')) disk.write(path, formatted(text) ?? text);
    else disk.write(`extra_${change.file}.py`, `# mine_${count++}\n`);
  }
}
