/** The text of `create-mcp-server add --help` and `remove --help`. Ends with a line break. */
export const changeHelp = (verb: 'add' | 'remove'): string => `create-mcp-server ${verb}: ${
  verb === 'add' ? 'more tools or features' : 'fewer tools or features'
}

Usage
  create-mcp-server ${verb} operation <names> [options]     names of tools or operationIds of the document
  create-mcp-server ${verb} feature <names> [options]       features, as docs/features.md lists them

Examples
  npx create-mcp-server ${verb} operation listBooks getBook
  npx create-mcp-server ${verb} operation listBooks --dir services/books --diff
  npx create-mcp-server ${verb} feature health

The project is regenerated with the changed answer, and records its tools by name from then on.
Where tools are found by search, the operations are pinned or unpinned instead.

Options
  --dir <dir>                  The project (the current folder)
  and those of create-mcp-server regenerate: --spec, --set, --check, --dry-run, --diff, --conflict,
  --allow-breaking, --refresh, --summary, --to, --json, --verbose, --help
`;
