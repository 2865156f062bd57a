import type { NamedType, Operation, ServiceModel, Tag, Tool } from '../../../src/model/types.js';
import type { Additions, ProjectOptions } from '../../../src/plan/types.js';
import { NO_ADDITIONS, ONE_FILE } from '../../shared/additions.js';
import { mostCommonSecurity } from '../../shared/operation.js';
import { type Layout, layOut } from './layout.js';
import { classScope, distributionOf, methodScope, pascal } from './names.js';

/** Everything that the views share: the model with every Python name claimed. */
export interface Context {
  readonly model: ServiceModel;
  readonly options: ProjectOptions;
  /** What preset and features print into the project. */
  readonly additions: Additions;
  /** `mcp_petstore` */
  readonly package: string;
  /** `mcp-petstore` */
  readonly distribution: string;
  /** `PetstoreClient` */
  readonly clientClass: string;
  readonly layout: Layout;
  readonly types: ReadonlyMap<string, NamedType>;
  readonly classNames: ReadonlyMap<string, string>;
  readonly toolOf: ReadonlyMap<string, Tool>;
  readonly operationOf: ReadonlyMap<string, Operation>;
  readonly tags: ReadonlyMap<string, Tag>;
  /** Operation id → name of the client's method. */
  readonly methodNames: ReadonlyMap<string, string>;
  /** Scheme ids per alternative, as most operations want them. */
  readonly defaultSecurity: readonly (readonly string[])[];
}

function nameMethods(layout: Layout): Map<string, string> {
  const scopes = new Map(layout.parts.map(({ group }) => [group, methodScope()]));
  return new Map(
    layout.parts.flatMap(({ group, operations }) =>
      operations.map(({ id }) => [id, scopes.get(group)?.claim(id) ?? id] as const),
    ),
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
  const layout = layOut(model, classes, additions.shape === ONE_FILE);
  return {
    model,
    options,
    additions,
    package: distributionOf(options.slug).replaceAll('-', '_'),
    distribution: distributionOf(options.slug),
    clientClass,
    layout,
    types: new Map(model.types.map((type) => [type.id, type])),
    classNames: new Map(model.types.map(({ id, words }) => [id, classes.claim(pascal(words, 'Type'))])),
    toolOf: new Map(model.tools.map((tool) => [tool.operation, tool])),
    operationOf: new Map(model.operations.map((operation) => [operation.id, operation])),
    tags: new Map(model.tags.map((tag) => [tag.id, tag])),
    methodNames: nameMethods(layout),
    defaultSecurity: mostCommonSecurity(model),
  };
}
