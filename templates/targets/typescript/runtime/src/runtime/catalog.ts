/** The tools of the document: read once from tools.json, compiled one by one when called. */
import { readFileSync } from 'node:fs';
import type { Tool } from '@modelcontextprotocol/server';
import { type Extras, extend } from './extras.js';
import type { Paging } from './paging.js';
import type { ExtraArgument } from './settings.js';
import { ArgumentCheck, type Schema } from './validation.js';

/** A tool as tools.json has it. */
export type RawTool = Tool & {
  readonly inputSchema: Schema;
  /** `operationId`, `method`, `path`, `tags` and paging, as far as known. */
  readonly _operation?: {
    readonly operationId?: string;
    readonly method?: string;
    readonly path?: string;
    readonly tags?: readonly string[];
    readonly paging?: Paging;
  };
};

/** One tool, and the operation of the API behind it. */
export class Operation {
  readonly name: string;
  /** The tool as clients see it. */
  readonly tool: Tool;
  readonly raw: RawTool;
  /** The arguments that the server adds. */
  readonly extras: Extras;
  #check: ArgumentCheck | undefined;

  constructor(source: RawTool, extras: readonly ExtraArgument[] = []) {
    const extended = extend(source, extras);
    const { _operation, ...tool } = extended.raw;
    this.raw = extended.raw;
    this.extras = extended.extras;
    this.name = source.name;
    this.tool = tool;
  }

  /** `GET /pets/{petId}` */
  get key(): string {
    const { method = '', path = '' } = this.raw._operation ?? {};
    return `${method} ${path}`.trim();
  }

  /** The compiled input schema. */
  get check(): ArgumentCheck {
    this.#check ??= new ArgumentCheck(this.name, this.raw.inputSchema);
    return this.#check;
  }
}

/** All operations by tool name, in the order of the document. */
export class Catalog {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly #aliases: ReadonlyMap<string, Operation>;

  /** `source`: the file tools.json, or its list of tools; `extras`: arguments that are added where they fit. */
  constructor(source: URL | readonly RawTool[], extras: readonly ExtraArgument[] = []) {
    const tools = source instanceof URL ? readTools(source) : source;
    const operations = tools.map((raw) => new Operation(raw, extras));
    this.operations = new Map(operations.map((operation) => [operation.name, operation]));
    const aliases = operations.flatMap((operation) =>
      [operation.raw._operation?.operationId, operation.key].flatMap((alias) =>
        alias === undefined || alias === '' ? [] : [[alias, operation] as const],
      ),
    );
    // The first of several operations with one id has it.
    this.#aliases = new Map(aliases.reverse());
  }

  /** Finds an operation by tool name, operationId, or `METHOD /path`. */
  find(name: string): Operation | undefined {
    return this.operations.get(name) ?? this.#aliases.get(name);
  }
}

const readTools = (file: URL): readonly RawTool[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { readonly tools: readonly RawTool[] }).tools;
