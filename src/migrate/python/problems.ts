import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic } from '../../diagnostics/types.js';
import { type PyNode, TOO_DEEP, walk } from './tree.js';

/** Statements that only Python 2 has; the grammar still knows them. */
const PYTHON_2 = new Set(['print_statement', 'exec_statement']);

/** The first place where a text is no Python 3. */
export function syntaxProblem(file: string, root: PyNode): Diagnostic | undefined {
  for (const node of walk(root)) {
    const place = { file, line: node.line, column: node.column };
    if (PYTHON_2.has(node.type)) {
      return problem('migrate.python-2', `${file} is written for Python 2.`, { place });
    }
    if (node.type === TOO_DEEP) {
      return problem('migrate.syntax', `${file} is nested too deeply to be read.`, { place });
    }
    if (node.type === 'ERROR' || node.missing) {
      return problem('migrate.syntax', `${file} cannot be read as Python.`, { place });
    }
  }
  return undefined;
}
