import type { NamedType, Operation, ServiceModel, Tag, Tool } from '../../../src/model/types.js';
import type { Additions, ProjectOptions } from '../../../src/plan/types.js';
import { NO_ADDITIONS, slotTexts } from '../../shared/additions.js';
import { components } from '../../shared/graph.js';
import { mostCommonSecurity } from '../../shared/operation.js';
import { securityWays, type Ways } from '../../shared/security.js';
import { type Layout, layOut } from './layout.js';
import { exported, methodScope, packageScope, type Scope } from './names.js';

/** Everything that the views share: the model with every Go name claimed. */
export interface Context {
  readonly model: ServiceModel;
  readonly options: ProjectOptions;
  readonly additions: Additions;
  /** `mcp-petstore`: module, command and image. */
  readonly program: string;
  readonly layout: Layout;
  readonly types: ReadonlyMap<string, NamedType>;
  /** Type id → name in package api. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** Type id → number of the circle of types that it belongs to. */
  readonly circleOf: ReadonlyMap<string, number>;
  readonly toolOf: ReadonlyMap<string, Tool>;
  readonly operationOf: ReadonlyMap<string, Operation>;
  readonly tags: ReadonlyMap<string, Tag>;
  /** Operation id → name of the client's method. */
  readonly methodNames: ReadonlyMap<string, string>;
  /** Operation id → name of the struct of its arguments. */
  readonly argsNames: ReadonlyMap<string, string>;
  /** Claims further names in package api. */
  readonly scope: Scope;
  readonly ways: Ways;
  readonly defaultSecurity: readonly (readonly string[])[];
}

/** Whether something stands around the server. */
export const hasFeatures = ({ additions }: Context): boolean =>
  slotTexts(additions, 'server.features').length > 0;

/** `mcp-petstore` */
export const programOf = (slug: string): string => `mcp-${slug}`;

/** Types keep document order when they claim names; then come the arguments of methods, which are ours. */
export function createContext(
  model: ServiceModel,
  options: ProjectOptions,
  additions: Additions = NO_ADDITIONS,
): Context {
  const scope = packageScope();
  const methods = methodScope();
  const typeNames = new Map(model.types.map(({ id, words }) => [id, scope.claim(exported(words, 'Type'))]));
  const methodNames = new Map(
    model.operations.map(({ id }) => [id, methods.claim(exported(id.split('_'), 'Call'))]),
  );
  const circles = components(model.types);
  return {
    model,
    options,
    additions,
    program: programOf(options.slug),
    layout: layOut(model),
    types: new Map(model.types.map((type) => [type.id, type])),
    typeNames,
    circleOf: new Map(circles.flatMap((circle, index) => circle.map(({ id }) => [id, index] as const))),
    toolOf: new Map(model.tools.map((tool) => [tool.operation, tool])),
    operationOf: new Map(model.operations.map((operation) => [operation.id, operation])),
    tags: new Map(model.tags.map((tag) => [tag.id, tag])),
    methodNames,
    argsNames: new Map([...methodNames].map(([id, name]) => [id, scope.claim(`${name}Args`)])),
    scope,
    ways: securityWays(model),
    defaultSecurity: mostCommonSecurity(model),
  };
}
