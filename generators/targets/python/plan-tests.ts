import type { FileEntry } from '../../../src/plan/types.js';
import type { Context } from './context.js';

export function testFiles(_context: Context): FileEntry[] {
  return [];
}
