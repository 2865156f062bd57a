import type { NamedType, Operation, ServiceModel, Tool } from '../../../src/model/types.js';
import { components } from '../../shared/graph.js';
import { moduleScope, pascal, type Scope, snake } from './names.js';

/** Up to this many operations a service is one file each for server, client and models. */
const SINGLE_FILE_OPERATIONS = 30;
/** Rough lines per module: what a reader can still take in, and one file's share of formatting. */
const MODULE_LINES = 1_000;
/** With more tags than this, and few operations in each, a module per tag would be thousands of tiny files. */
const MANY_TAGS = 300;
const FEW_OPERATIONS = 4;

/** Some operations of one tag, as many as one module holds. */
export interface Part {
  /** Module name, in `server` as in `api_client`; `''` in the single-file layout. */
  readonly module: string;
  /** Attribute of the client: `client.pets`; `''` in the single-file layout. */
  readonly group: string;
  /** `PetsApi`, `PetsApi2`… */
  readonly className: string;
  /** The further parts of the group, whose methods the first one takes over. All side by side: a chain would recurse on import. */
  readonly bases: readonly { readonly module: string; readonly className: string }[];
  readonly tag: string;
  readonly operations: readonly Operation[];
}

export interface Layout {
  readonly split: boolean;
  readonly parts: readonly Part[];
  /** Modules of models in the order in which they import each other; one with an empty name when nothing is split. */
  readonly models: readonly ModelModule[];
  readonly moduleOf: ReadonlyMap<string, string>;
}

export interface ModelModule {
  readonly module: string;
  readonly types: readonly NamedType[];
}

/** Cuts a list wherever the next item would make a part too long. */
function chunks<T>(items: readonly T[], cost: (item: T) => number, limit: number): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const item of items) {
    const lines = cost(item);
    if (room < lines || parts.length === 0) {
      parts.push([]);
      room = limit;
    }
    room -= lines;
    parts.at(-1)?.push(item);
  }
  return parts;
}

const typeLines = (type: NamedType): number => {
  if (type.kind === 'object') return 5 + 3 * type.properties.length;
  return type.kind === 'enum' ? 5 + type.values.length : 5;
};

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function operationParts(model: ServiceModel, classes: Scope): Part[] {
  const { names, scope } = tagNames(model);
  const tools = new Map<string, Tool>(model.tools.map((tool) => [tool.operation, tool]));
  const used = model.operations.filter(({ id }) => tools.has(id));
  const lines = ({ id }: Operation): number => 16 + 3 * (tools.get(id)?.arguments.length ?? 0);
  if (tagsAreLonely(model)) {
    return chunks(used, lines, MODULE_LINES).map((operations): Part => {
      const group = scope.claim('operations');
      const className = classes.claim(`${pascal(group.split('_'), 'Tag')}Api`);
      return { module: group, className, group, tag: group, operations, bases: [] };
    });
  }
  return [...groupBy(used, ({ tag }) => tag)].flatMap(([tag, operations]) => {
    const group = names.get(tag) ?? scope.claim(tag);
    const cut = chunks(operations, lines, MODULE_LINES);
    const labels = cut.map((_, index) => ({
      module: index === 0 ? group : scope.claim(`${group}_${index + 1}`),
      className: classes.claim(`${pascal(group.split('_'), 'Tag')}Api${index === 0 ? '' : index + 1}`),
    }));
    return cut.map((part, index) => {
      const { module = group, className = '' } = labels[index] ?? {};
      return { module, className, group, tag, operations: part, bases: index === 0 ? labels.slice(1) : [] };
    });
  });
}

/** Tags that file nothing together: as good as none. */
const tagsAreLonely = ({ tags, operations }: ServiceModel): boolean =>
  tags.length > MANY_TAGS && operations.length < FEW_OPERATIONS * tags.length;

/** Types of one tag lie in its module, types of several in shared ones; whoever refers to each other stays together. */
function modelModules(model: ServiceModel): ModelModule[] {
  const { names, scope } = tagNames(model);
  const lonely = tagsAreLonely(model);
  const home = (group: readonly NamedType[]): string => {
    if (lonely) return 'shared';
    const tags = new Set(group.flatMap(({ tags }) => tags));
    const [only] = tags;
    return tags.size === 1 && only !== undefined ? (names.get(only) ?? 'shared') : 'shared';
  };
  const modules = groupBy(components(model.types), home);
  const shared = modules.get('shared') ?? [];
  modules.delete('shared');
  return [['shared', shared] as const, ...modules].flatMap(([module, groups]) =>
    chunks(groups, (group) => group.reduce((sum, type) => sum + typeLines(type), 0), MODULE_LINES).map(
      (part, index) => ({
        module: index === 0 ? module : scope.claim(`${module}_${index + 1}`),
        types: part.flat(),
      }),
    ),
  );
}

/** A module per tag, by tag; `server`, `api_client` and `api_models` use the same names. */
function tagNames(model: ServiceModel): { names: ReadonlyMap<string, string>; scope: Scope } {
  const scope = moduleScope();
  if (tagsAreLonely(model)) return { names: new Map(), scope };
  const names = new Map(model.tags.map(({ id }) => [id, scope.claim(snake(id.split('_'), 'tag'))]));
  return { names, scope };
}

function singleFile(model: ServiceModel): Layout {
  const tools = new Set(model.tools.map((tool) => tool.operation));
  const operations = model.operations.filter(({ id }) => tools.has(id));
  const types = components(model.types).flat();
  return {
    split: false,
    parts: [{ module: '', group: '', className: '', tag: '', operations, bases: [] }],
    models: [{ module: '', types }],
    moduleOf: new Map(types.map(({ id }) => [id, ''])),
  };
}

/** Where each operation and each type lives. Depends on the model only, unless all of it shall lie in one file. */
export function layOut(model: ServiceModel, classes: Scope, oneFile = false): Layout {
  if (oneFile || model.tools.length <= SINGLE_FILE_OPERATIONS) return singleFile(model);
  const models = modelModules(model);
  const moduleOf = new Map(
    models.flatMap(({ module, types }) => types.map(({ id }) => [id, module] as const)),
  );
  return { split: true, parts: operationParts(model, classes), models, moduleOf };
}
