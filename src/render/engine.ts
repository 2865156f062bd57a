import type { Target } from '../plan/types.js';
import { compileOptions, type TemplateSource } from './compile-options.js';
import { templateCompiler } from './compiler.js';
import type { TemplateSources } from './sources.js';

/** A template prints something that its view does not have. Always a mistake of ours. */
export class TemplateError extends Error {}

type Helper = (...args: unknown[]) => string;
type BlockOptions = { fn: (context: unknown) => string; inverse: (context: unknown) => string };

/** Handlebars itself is silent about a misspelt name in `#if`, `#each`, `#with` and helper arguments; we are not. */
function present(name: string, args: readonly unknown[]): void {
  if (args.length === 0 || args.some((arg) => arg === undefined)) {
    throw new TemplateError(`{{${name}}} got a value that the view does not have.`);
  }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0);

/** `if` and `unless` by our reading: 0 is a value; null, false, '' and [] are not. */
const condition = (name: string, wanted: boolean) =>
  function (this: unknown, value: unknown, options: BlockOptions): string {
    present(name, [value]);
    return isEmpty(value) === wanted ? options.inverse(this) : options.fn(this);
  };

function each(value: unknown, options: BlockOptions): string {
  present('each', [value]);
  if (!Array.isArray(value)) throw new TemplateError('{{#each}} wants a list.');
  return value.map((item) => options.fn(item)).join('');
}

function withValue(value: unknown, options: BlockOptions): string {
  present('with', [value]);
  return isEmpty(value) ? '' : options.fn(value);
}

const checked =
  (name: string, helper: Helper): Helper =>
  (...args) => {
    const values = args.slice(0, -1);
    present(name, values);
    return helper(...values);
  };

export type Render = (template: string, view: object) => string;

/** `targets/python/partials/tool.hbs` → `tool` */
const partialName = (path: string): string => path.replace(/^.*\/partials\//, '').replace(/\.hbs$/, '');

/** One private Handlebars for a target: its helpers, its partials, each template compiled once. */
export function createRenderer(target: Pick<Target, 'id' | 'helpers'>, sources: TemplateSources): Render {
  const engine = templateCompiler.create();
  for (const name of Object.keys(engine.helpers)) engine.unregisterHelper(name);
  const blocks = { if: condition('if', true), unless: condition('unless', false), each, with: withValue };
  for (const [name, helper] of Object.entries(blocks)) engine.registerHelper(name, helper);
  const sourceOf = (path: string): TemplateSource => ({ path, text: () => sources.get(path) });
  const helpers = Object.entries(target.helpers) as unknown as [string, Helper][];
  for (const [name, helper] of helpers) engine.registerHelper(name, checked(name, helper));
  for (const path of sources.list()) {
    if (path.startsWith(`targets/${target.id}/partials/`))
      engine.registerPartial(partialName(path), templateCompiler.partial(engine, sourceOf(path)));
  }
  const options = compileOptions(Object.keys(target.helpers));
  const compiled = new Map<string, (view: object) => string>();
  return (template, view) => {
    let run = compiled.get(template);
    if (run === undefined) {
      run = templateCompiler.compile(engine, sourceOf(template), options);
      compiled.set(template, run);
    }
    return run(view);
  };
}
