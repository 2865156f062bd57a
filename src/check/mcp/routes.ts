import type { Operation } from '../../model/types.js';

/** An operation that fits a request, with the path parameters as they arrived: wire name → decoded value. */
export interface Match {
  readonly operation: Operation;
  readonly path: ReadonlyMap<string, string>;
}

interface Route {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function routeOf(operation: Operation): Route {
  const names: string[] = [];
  const parts = operation.segments.map((part) => {
    if ('text' in part) return literal(part.text.spec);
    names.push(part.param.spec);
    return '([^/]*?)';
  });
  const path = parts.join('');
  return { operation, pattern: new RegExp(`^${path.startsWith('/') ? '' : '/'}${path}$`), names };
}

/**
 * Finds the operations that a request may be for, the likeliest first: those whose fixed query is there, then those with the
 * fewest parameters (`/pets/mine` before `/pets/{id}`, OpenAPI 3.1 section 4.8.8.2).
 */
export function matcher(operations: readonly Operation[]): (method: string, url: URL) => Match[] {
  const routes = operations.map(routeOf).sort((a, b) => a.names.length - b.names.length);
  return (method, url) => {
    const matches = routes.flatMap((route) => {
      const found = route.operation.method === method ? route.pattern.exec(url.pathname) : null;
      if (found === null) return [];
      const values = found.slice(1).map(decoded);
      return [
        { operation: route.operation, path: new Map(route.names.map((name, i) => [name, values[i] ?? ''])) },
      ];
    });
    const asked = ({ operation }: Match): boolean =>
      operation.fixedQuery.every(({ name, value }) =>
        url.searchParams.getAll(name.spec).includes(value.spec),
      );
    return [...matches.filter(asked), ...matches.filter((match) => !asked(match))];
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
