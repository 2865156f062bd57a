/** The text of `create-mcp-server check --help`. Ends with a line break. */
export const CHECK_HELP = `create-mcp-server check: install a project and check it, as after creating it

Usage
  create-mcp-server check [dir] [options]    the current folder if none is named

Examples
  npx create-mcp-server check
  npx create-mcp-server check my-api --json
  npx create-mcp-server check my-api --checklist

  Installs the dependencies, runs formatter, linter, type checker and tests, looks
  at the container file and for secrets, and calls the tools through MCP clients
  over each transport. No file of yours is changed.

Options
      --no-install             Check with what is installed already
      --checklist              Go through the preset's quality checklist, each line with
                               its proof
      --json                   One JSON result on stdout, all else on stderr
      --verbose                Show every finding
  -h, --help                   Show this text

Exit codes
  0   all checks succeeded
  1   this is no project, or its document cannot be read; nothing was checked
  2   a check or the install failed
  3   a mistake of this program
  130 stopped with Ctrl-C
`;
