/** `api_models.py`: classes of data move there, and dicts with known keys get a type there. */
import { applyEdits, type Edit } from '../python/edits.js';
import { programOf } from '../typing/exposed.js';
import { answersOf } from './answers.js';
import { headerEnd, withImports } from '../typing/imports.js';
import { type Typing, typingOf } from '../typing/module.js';
import { type DataClass, dataClasses, type MovedClass, moveOf, remainingUses } from './classes.js';
import { FUTURE, modelsFile, type NamedShape } from './file.js';
import { namesFor } from './names.js';
import { moduleNames } from './scope.js';
import { parameterShapes } from './parameters.js';
import { resultShapes } from './results.js';
import { type Shape, variableShapes } from './shapes.js';

export interface Models {
  /** Path → text of the program's modules. */
  readonly files: ReadonlyMap<string, string>;
  /** Names of the classes that moved, and of the types that were made. */
  readonly moved: readonly string[];
  readonly made: readonly string[];
  /** Classes of data that stay, with the reason. */
  readonly kept: readonly string[];
}

/** Programs that care where a class is. */
const KEEPS_PLACES =
  /^\s*(?:import|from) (?:pickle|dill|cloudpickle|shelve|joblib)\b|(?<!\btype\((?:e|ex|exc|err|error|exception)\))\.(?:__module__|__qualname__)\b/m;

/** `name` is the program's package; `tests` are the texts of its own tests. */
export async function makeModels(
  files: ReadonlyMap<string, string>,
  name: string,
  tests: readonly string[],
): Promise<Models> {
  const path = `src/${name}/api_models.py`;
  const nothing = { files, moved: [], made: [], kept: [] };
  if (files.has(path) || files.has(`src/${name}/api_models/__init__.py`)) return nothing;
  const parsed = await Promise.all([...files].map(([at, text]) => typingOf(at, text)));
  const answers = answersOf(parsed, name);
  const modules = parsed.map((one) => ({ ...one, answers }));
  const kept: string[] = [];
  const moved = movedClasses(modules, tests, kept);
  const program = programOf(modules);
  const taken = new Set(modules.flatMap((one) => [...moduleNames(one)]));
  const found = [
    ...parameterShapes(modules, program),
    ...variableShapes(modules),
    ...resultShapes(modules, program),
  ];
  const shapes = named(found, taken);
  if (moved.length + shapes.length === 0) return { ...nothing, kept };
  const changed = new Map(files);
  for (const typing of modules)
    changed.set(typing.path, edited(typing, { moved, shapes, modules, tests, name }));
  changed.set(path, await withImports(modelsFile(moved, unique(shapes))));
  const made = unique(shapes).map((one) => one.name);
  return { files: changed, moved: moved.map((one) => one.name), made, kept };
}

/** Those that can move, each behind what it needs. */
function movedClasses(modules: readonly Typing[], tests: readonly string[], kept: string[]): MovedClass[] {
  const all = modules.flatMap(dataClasses);
  const places = [...modules.map(({ text }) => text), ...tests].some((text) => KEEPS_PLACES.test(text));
  const late = all[0] === undefined ? false : FUTURE.test(all[0].typing.text);
  const candidates = new Map<string, DataClass>();
  const note = ({ typing, node, name }: DataClass, why: string): void => {
    kept.push(`${typing.path}:${node.line} ${name} stays: ${why}`);
  };
  for (const one of all) {
    const why = candidates.has(one.name)
      ? 'another class has its name'
      : places
        ? 'the program looks at where classes are'
        : FUTURE.test(one.typing.text) !== late
          ? 'its module reads annotations in another way'
          : tests.some((text) => patches(text, one.name))
            ? 'the tests of the source stand in for it'
            : undefined;
    if (why === undefined) candidates.set(one.name, one);
    else note(one, why);
  }
  for (;;) {
    const moving = new Map([...candidates].map(([name, { typing }]) => [name, typing.path]));
    const answers = [...candidates.values()].map((one) => ({ one, answer: moveOf(one, moving) }));
    const refused = answers.filter(({ answer }) => typeof answer === 'string');
    if (refused.length === 0)
      return inOrder(answers.flatMap(({ answer }) => (typeof answer === 'string' ? [] : [answer])));
    for (const { one, answer } of refused) {
      candidates.delete(one.name);
      note(one, String(answer));
    }
  }
}

const patches = (text: string, name: string): boolean =>
  new RegExp(`\\b(patch|setattr)[\\w.]*\\([^)]*\\b${name}\\b`).test(text);

function inOrder(classes: readonly MovedClass[]): MovedClass[] {
  const placed: MovedClass[] = [];
  const has = (name: string): boolean => placed.some((one) => one.name === name);
  let rest = [...classes];
  while (rest.length > 0) {
    const ready = rest.find(({ needs }) => [...needs].every(has)) ?? rest[0];
    if (ready === undefined) break;
    placed.push(ready);
    rest = rest.filter((one) => one !== ready);
  }
  return placed;
}

/** Shapes with the same name have the same fields. */
function named(shapes: readonly Shape[], taken: Set<string>): NamedShape[] {
  const known = new Map<string, string>();
  return shapes.map((shape) => {
    const fields = JSON.stringify([shape.built, [...shape.fields]]);
    for (const name of namesFor(shape)) {
      if (known.get(name) !== fields && (known.has(name) || taken.has(name))) continue;
      known.set(name, fields);
      return { name, shape };
    }
    throw new Error('names never end');
  });
}

const unique = (shapes: readonly NamedShape[]): NamedShape[] => [
  ...new Map(shapes.map((one) => [one.name, one])).values(),
];

interface Plan {
  readonly moved: readonly MovedClass[];
  readonly shapes: readonly NamedShape[];
  readonly modules: readonly Typing[];
  readonly tests: readonly string[];
  readonly name: string;
}

/** A module without what moved, with the names that it uses or gives to others. */
function edited(typing: Typing, { moved, shapes, modules, tests, name }: Plan): string {
  const gone = moved.filter((one) => one.typing === typing);
  const own = shapes.filter(({ shape }) => shape.typing === typing);
  if (gone.length + own.length === 0) return typing.text;
  const edits: Edit[] = [
    ...gone.map(({ start, node }) => ({ start, end: node.end, text: '' })),
    ...own.flatMap(({ shape, name: type }) => shape.annotate(type)),
  ];
  const used = remainingUses(typing, moved);
  const others = [...modules.filter((one) => one !== typing).map(({ text }) => text), ...tests];
  const statements = gone.flatMap((one) => {
    if (used.has(one.name)) return [one.name];
    const mentioned = others.some((text) => new RegExp(`\\b${one.name}\\b`).test(text));
    return mentioned ? [`${one.name} as ${one.name}`] : [];
  });
  const names = [...new Set([...statements, ...own.map((one) => one.name)])].sort();
  if (names.length > 0) {
    const at = headerEnd(typing.root, typing.text);
    edits.push({ start: at, end: at, text: `from ${name}.api_models import ${names.join(', ')}\n` });
  }
  return applyEdits(typing.text, edits);
}
