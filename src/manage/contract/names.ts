import type { KnownName } from '../../stages.js';

interface Listed {
  readonly name: string;
  readonly _operation?: {
    /** The operation's own name, where somebody gave the tool another one. */
    readonly id?: string;
    readonly operationId?: string;
    readonly method?: string;
    readonly path?: string;
  };
}

/** The operations of a `tools.json` with their names, to be given to them again. */
export function knownNames(text: string): KnownName[] {
  const { tools = [] } = JSON.parse(text) as { tools?: readonly Listed[] };
  return tools.flatMap(({ name, _operation: { id = name, operationId, method, path } = {} }) =>
    method === undefined || path === undefined ? [] : [{ id, operationId, method, path }],
  );
}
