import type { NamedType, Operation, ServiceModel } from '../../../src/model/types.js';
import { fileScope } from './names.js';

/** Up to this many operations a service is one file each for methods, tools and models. */
const SINGLE_FILE_OPERATIONS = 30;
/** Rough lines per file: what a reader can still take in. */
const FILE_LINES = 1_000;
/** With more tags than this, and few operations in each, a file per tag would be thousands of tiny files. */
const MANY_TAGS = 300;
const FEW_OPERATIONS = 4;

/** Some operations of one tag, as many as one file holds. */
export interface Part {
  /** `pets`, `pets_2`: files are called `pets_api.go`, `pets_tools.go`. `''` where nothing is split. */
  readonly file: string;
  readonly tag: string;
  readonly operations: readonly Operation[];
}

export interface ModelFile {
  readonly file: string;
  readonly types: readonly NamedType[];
}

export interface Layout {
  readonly split: boolean;
  readonly parts: readonly Part[];
  readonly models: readonly ModelFile[];
}

/** Cuts a list wherever the next item would make a part too long. */
function chunks<T>(items: readonly T[], cost: (item: T) => number): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const item of items) {
    const lines = cost(item);
    if (room < lines || parts.length === 0) {
      parts.push([]);
      room = FILE_LINES;
    }
    room -= lines;
    parts.at(-1)?.push(item);
  }
  return parts;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

const typeLines = (type: NamedType): number => {
  if (type.kind === 'object') return 3 + 2 * type.properties.length;
  return type.kind === 'enum' ? 5 + type.values.length : 3;
};

/** Groups, each cut into files: `pets`, `pets_2`. */
function filesOf<T>(groups: ReadonlyMap<string, readonly T[]>, cost: (item: T) => number) {
  const scope = fileScope();
  return [...groups].flatMap(([group, items]) => {
    const file = scope.claim(group);
    return chunks(items, cost).map((part, index) => ({
      group,
      file: index === 0 ? file : scope.claim(`${file}_${index + 1}`),
      items: part,
    }));
  });
}

/** Where each operation and each type lives: by tag, types of several tags in `shared`. Depends on the model only. */
export function layOut(model: ServiceModel): Layout {
  const tools = new Map(model.tools.map((tool) => [tool.operation, tool]));
  const used = model.operations.filter(({ id }) => tools.has(id));
  if (used.length <= SINGLE_FILE_OPERATIONS) {
    return {
      split: false,
      parts: [{ file: '', tag: '', operations: used }],
      models: [{ file: '', types: model.types }],
    };
  }
  const lonely =
    model.tags.length > MANY_TAGS && model.operations.length < FEW_OPERATIONS * model.tags.length;
  const operations = groupBy(used, ({ tag }) => (lonely ? 'operations' : tag));
  const types = groupBy(model.types, ({ tags: [tag = 'shared', ...more] }) =>
    lonely || more.length > 0 ? 'shared' : tag,
  );
  const lines = ({ id }: Operation): number => 16 + 4 * (tools.get(id)?.arguments.length ?? 0);
  return {
    split: true,
    parts: filesOf(operations, lines).map(({ group, file, items }) => ({
      file,
      tag: group,
      operations: items,
    })),
    models: filesOf(types, typeLines).map(({ file, items }) => ({ file, types: items })),
  };
}
