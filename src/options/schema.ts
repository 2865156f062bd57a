import { z } from 'zod';
import { type OptionRow, ROWS } from './table.js';

/**
 * The schema of an answers file, made from the table. Built on demand and in a chunk of its own:
 * loading zod takes longer than everything else that --help does.
 */
export function configSchema(): z.ZodType {
  const shape = Object.fromEntries(
    ROWS.filter((row) => row.inConfig).map((row) => [
      row.key,
      valueSchema(row).optional().describe(row.help),
    ]),
  );
  return z.strictObject(shape);
}

function valueSchema(row: OptionRow): z.ZodType {
  switch (row.kind) {
    case 'switch':
      return z.boolean();
    case 'text':
      return z.string();
    case 'many':
    case 'list':
      return z.array(z.string());
    default:
      return row.kind satisfies never;
  }
}
