import { clip, joinText } from '../../../src/escape/text.js';
import type { SpecText, Tool } from '../../../src/model/types.js';
import { call, code, type GoCode, listOf, literal, str } from './code.js';
import { type Context, hasFeatures } from './context.js';
import type { Part } from './layout.js';
import { createScope, exported } from './names.js';
import { importsOf } from './view-client.js';

export interface HandlersView {
  readonly imports: readonly GoCode[];
  /** `petTools`, `handlers`. */
  readonly name: string;
  readonly about: SpecText;
  readonly entries: readonly { readonly tool: GoCode; readonly handler: GoCode }[];
}
export interface ToolsView {
  readonly packageDoc: SpecText;
  readonly titleText: GoCode;
  readonly slug: string;
  readonly program: string;
  readonly dynamic: boolean;
  /** People may sign in with a browser. */
  readonly signsIn: boolean;
  readonly pinned: GoCode | null;
  /** Whether features stand around the server. */
  readonly extended: boolean;
  /** Functions that give the tools of a group. */
  readonly groups: readonly string[];
}

/** `pets_2` → `pets2Tools` */
function functionNames(parts: readonly Part[]): Map<Part, string> {
  const scope = createScope();
  return new Map(
    parts.map((part) => {
      const name = exported(part.file.split('_'), 'Group');
      return [part, part.file === '' ? 'allTools' : scope.claim(`toolsOf${name}`)] as const;
    }),
  );
}

/** `server.Call(client.ListPets)`, with the values of what callers do not see. */
function handler({ arguments: seen, fixed }: Tool, method: string): GoCode {
  const wrap = seen.length + fixed.length > 0 ? 'server.Call' : 'server.CallWithout';
  const values = fixed.map(({ argument, value }) => `${str(argument.name).go}: ${literal(value).go}`);
  const hidden = values.length === 0 ? [] : [code(`server.Fixed{${values.join(', ')}}`)];
  return call(wrap, [code(`client.${method}`), ...hidden]);
}

/** The functions of one file of tools. */
export function handlersViews(context: Context): { readonly part: Part; readonly view: HandlersView }[] {
  const names = functionNames(context.layout.parts);
  return context.layout.parts.map((part) => {
    const entries = part.operations.flatMap(({ id }) => {
      const tool = context.toolOf.get(id);
      if (tool === undefined) return [];
      return [{ tool: str(tool.name), handler: handler(tool, context.methodNames.get(id) ?? 'Call') }];
    });
    const tag = context.tags.get(part.tag);
    const about = clip(tag?.name ?? (part.tag === '' ? context.model.service.title : part.tag), 80);
    const imports = importsOf(context, [], ['api', 'server']);
    const name = names.get(part) ?? 'allTools';
    return { part, view: { imports, name, about: joinText(name, ': ', about, '.'), entries } };
  });
}

/** `tools.go` */
export function toolsView(context: Context): ToolsView {
  const { model, options } = context;
  const pinned = model.tools.filter((tool) => tool.pinned).map(({ name }) => str(name));
  const title = clip(model.service.title, 80);
  return {
    packageDoc: joinText('Package tools has the tools of ', title, ', and those written by hand.'),
    titleText: str(title),
    slug: options.slug,
    program: context.program,
    dynamic: model.toolMode === 'dynamic',
    signsIn: context.ways.all.some(
      (way) => way.kind === 'tokenEndpoint' && way.grant === 'authorizationCode',
    ),
    pinned: pinned.length === 0 ? null : listOf('[]string', pinned),
    extended: hasFeatures(context),
    groups: [...functionNames(context.layout.parts).values()],
  };
}
