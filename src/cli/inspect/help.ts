import { ROWS } from '../../options/table.js';
import { optionTable } from '../help.js';
import { INSPECT_FILES } from './files.js';

/** Options of creating that decide what a document becomes. */
const SHARED = new Set([
  'spec',
  'sample',
  'overlay',
  'allowRefHost',
  'allowRefDir',
  'strictText',
  'tools',
  'pin',
  'toolsFile',
  'outputSchemas',
  'toolBudget',
  'json',
  'verbose',
]);

/** The text of `create-mcp-server inspect --help`. Ends with a line break. */
export const inspectHelp =
  (): string => `create-mcp-server inspect: the tools of a document, what they cost, and what is wrong with it

Usage
  create-mcp-server inspect <document> [options]    a file, a URL, or - for stdin

Examples
  npx create-mcp-server inspect openapi.yaml
  npx create-mcp-server inspect openapi.yaml --html tools.html
  npx create-mcp-server inspect openapi.yaml --propose-overlay repairs.yaml
  npx create-mcp-server inspect openapi.yaml --overlay repairs.yaml --tools read-only

Files; nothing is written without one of these
${optionTable(INSPECT_FILES)}

Options
${optionTable(ROWS.filter((row) => SHARED.has(row.key)))}
  -h, --help                   Show this text

Exit codes
  0   the document can be used
  1   something that was given has to be mended
  3   a mistake of this program
`;
