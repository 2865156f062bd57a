/** Your own tools. This file is yours: it stays as it is when the project is generated again. */
import type { ToolServer } from './runtime/tools.js';

/**
 * Registers tools beside those of the document, for example:
 *
 * ```ts
 * const input = z.object({ name: z.string().describe('Whom to greet') });
 * server.custom('greet', { description: 'Say hello.', input }, ({ name }) => `Hello, ${name}!`);
 * ```
 */
export function registerCustomTools(server: ToolServer): void {
  void server;
}
