import type { NamedType, ServiceModel, Tag, Tool } from '../../../src/model/types.js';
import type { Additions, ProjectOptions } from '../../../src/plan/types.js';
import { NO_ADDITIONS } from '../../shared/additions.js';
import { mostCommonSecurity } from '../../shared/operation.js';
import { apiSettings, type Setting } from '../../shared/settings.js';
import { type Layout, layOut } from './layout.js';
import { camel, classScope, memberScope, modelScope, pascal, type Scope } from './names.js';

/** Everything that the views share: the model with every name claimed. */
export interface Context {
  readonly model: ServiceModel;
  readonly options: ProjectOptions;
  /** What preset and features print into the project. */
  readonly additions: Additions;
  /** `mcp-petstore` */
  readonly distribution: string;
  /** `PetstoreClient` */
  readonly clientClass: string;
  readonly layout: Layout;
  readonly types: ReadonlyMap<string, NamedType>;
  readonly typeNames: ReadonlyMap<string, string>;
  readonly toolOf: ReadonlyMap<string, Tool>;
  readonly tags: ReadonlyMap<string, Tag>;
  /** Operation id → name of the client's method. */
  readonly methodNames: ReadonlyMap<string, string>;
  /** Operation id → name of the type of its arguments. */
  readonly argumentNames: ReadonlyMap<string, string>;
  /** Scheme ids per alternative, as most operations want them. */
  readonly defaultSecurity: readonly (readonly string[])[];
  /** What the client reads from the environment. */
  readonly apiSettings: readonly Setting[];
}

export const distributionOf = (slug: string): string => `mcp-${slug}`;

/** Methods of one class share a scope: all of them where the client is one class, those of a part where it is split. */
function nameMethods(layout: Layout, members: Scope): Map<string, string> {
  return new Map(
    layout.parts.flatMap(({ operations }) => {
      const scope = layout.split ? memberScope() : members;
      return operations.map(({ id }) => [id, scope.claim(camel(id.split('_'), 'call'))] as const);
    }),
  );
}

/** Types keep document order when they claim names, whatever module they end up in. */
export function createContext(
  model: ServiceModel,
  options: ProjectOptions,
  additions: Additions = NO_ADDITIONS,
): Context {
  const clientClass = `${pascal(model.service.words, 'Api')}Client`;
  const classes = classScope([clientClass]);
  const models = modelScope();
  const members = memberScope();
  const layout = layOut(model, members, classes);
  return {
    model,
    options,
    additions,
    distribution: distributionOf(options.slug),
    clientClass,
    layout,
    types: new Map(model.types.map((type) => [type.id, type])),
    typeNames: new Map(model.types.map(({ id, words }) => [id, models.claim(pascal(words, 'Type'))])),
    toolOf: new Map(model.tools.map((tool) => [tool.operation, tool])),
    tags: new Map(model.tags.map((tag) => [tag.id, tag])),
    methodNames: nameMethods(layout, layout.split ? memberScope() : members),
    argumentNames: new Map(
      model.operations.map(({ id }) => [id, classes.claim(`${pascal(id.split('_'), 'Call')}Arguments`)]),
    ),
    defaultSecurity: mostCommonSecurity(model),
    apiSettings: apiSettings(model),
  };
}
