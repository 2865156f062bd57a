import type { NamedType, Operation, ServiceModel, Tool } from '../../../src/model/types.js';
import { components } from '../../shared/graph.js';
import { camel, moduleScope, pascal, type Scope } from './names.js';

/** Up to this many operations the client and the models are one file each. */
const SINGLE_FILE_OPERATIONS = 30;
/** Rough lines per module: what a reader can still take in. */
const MODULE_LINES = 1_000;
/** With more tags than this, and few operations in each, a module per tag would be thousands of tiny files. */
const MANY_TAGS = 300;
const FEW_OPERATIONS = 4;

/** Some operations of one tag, as many as one module holds. */
export interface Part {
  /** `pet-store`: the file's name below `tools/`, and below `client/` where that is split. */
  readonly module: string;
  /** `petStore`: the property of a split client. */
  readonly group: string;
  /** `PetStoreApi` */
  readonly className: string;
  /** `registerPetStore` */
  readonly register: string;
  readonly tag: string;
  readonly operations: readonly Operation[];
}

/** Types that refer to each other; `cyclic` when that is more than one, or one that refers to itself. */
export interface ModelGroup {
  readonly types: readonly NamedType[];
}
export interface ModelModule {
  readonly module: string;
  readonly groups: readonly ModelGroup[];
}
export interface Layout {
  readonly split: boolean;
  readonly parts: readonly Part[];
  readonly models: readonly ModelModule[];
  readonly moduleOf: ReadonlyMap<string, string>;
}

/** Cuts a list wherever the next item would make a part too long. */
function chunks<T>(items: readonly T[], cost: (item: T) => number): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const item of items) {
    const lines = cost(item);
    if (room < lines || parts.length === 0) {
      parts.push([]);
      room = MODULE_LINES;
    }
    room -= lines;
    parts.at(-1)?.push(item);
  }
  return parts;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** Tags that file nothing together: as good as none. */
const tagsAreLonely = ({ tags, operations }: ServiceModel): boolean =>
  tags.length > MANY_TAGS && operations.length < FEW_OPERATIONS * tags.length;

/** `petStore` → `pet-store` */
const fileName = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

function operationParts(model: ServiceModel, groups: Scope, classes: Scope): Part[] {
  const tools = new Map<string, Tool>(model.tools.map((tool) => [tool.operation, tool]));
  const used = model.operations.filter(({ id }) => tools.has(id));
  const lonely = tagsAreLonely(model);
  const files = moduleScope();
  const lines = ({ id }: Operation): number => 12 + 2 * (tools.get(id)?.arguments.length ?? 0);
  return [...groupBy(used, ({ tag }) => (lonely ? 'operations' : tag))].flatMap(([tag, operations]) =>
    chunks(operations, lines).map((part) => {
      const group = groups.claim(camel(tag.split('_'), 'tag'));
      const className = classes.claim(`${pascal([group], 'Tag')}Api`);
      return {
        module: files.claim(fileName(group)),
        group,
        className,
        register: `register${pascal([group], 'Tag')}`,
        tag,
        operations: part,
      };
    }),
  );
}

const typeLines = (type: NamedType): number => {
  if (type.kind === 'object') return 5 + type.properties.length;
  return type.kind === 'enum' ? 5 + type.values.length : 5;
};

/** Types of one tag lie in its module, types of several in shared ones; whoever refers to each other stays together. */
function modelModules(model: ServiceModel): ModelModule[] {
  const files = moduleScope();
  const lonely = tagsAreLonely(model);
  const home = (types: readonly NamedType[]): string => {
    const [tag, ...more] = new Set(types.flatMap(({ tags }) => tags));
    return lonely || tag === undefined || more.length > 0 ? 'shared' : tag;
  };
  const byHome = groupBy(
    components(model.types).map((types) => ({ types })),
    ({ types }) => home(types),
  );
  const cost = ({ types }: ModelGroup): number => types.reduce((sum, type) => sum + typeLines(type), 0);
  return [...byHome].flatMap(([tag, groups]) =>
    chunks(groups, cost).map((part) => ({
      module: files.claim(tag === 'shared' ? 'shared-types' : fileName(camel(tag.split('_'), 'tag'))),
      groups: part,
    })),
  );
}

/** Where each operation and each type lives. Depends on the model only. */
export function layOut(model: ServiceModel, groups: Scope, classes: Scope): Layout {
  const split = model.tools.length > SINGLE_FILE_OPERATIONS;
  // Only a split client has groups among its members.
  const parts = operationParts(model, split ? groups : moduleScope(), classes);
  const single = [{ module: '', groups: components(model.types).map((types) => ({ types })) }];
  const models = split ? modelModules(model) : single;
  const moduleOf = new Map(
    models.flatMap(({ module, groups: all }) =>
      all.flatMap(({ types }) => types.map(({ id }) => [id, module] as const)),
    ),
  );
  return { split, parts, models, moduleOf };
}
