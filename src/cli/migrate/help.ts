/** The text of `create-mcp-server migrate-existing-server --help`. Ends with a line break. */
export const MIGRATE_HELP = `create-mcp-server migrate-existing-server: an existing Python server becomes a project

Usage
  create-mcp-server migrate-existing-server <file|folder> [dir] [options]

Examples
  npx create-mcp-server migrate-existing-server ./server.py my-server
  npx create-mcp-server migrate-existing-server . --in-place --run
  npx create-mcp-server migrate-existing-server ./server.py --diff

  The source is read and, without --in-place, never changed. Nothing of it is run
  without your yes. With it, the original and the new server are installed in
  environments of their own and started in empty folders, with no settings but
  made-up ones and yours, and with every connection led to a stub on this machine.
  Both list what they offer and get the same calls, with answers of 200 and of 500;
  lists, requests and results are compared. MIGRATION.md in the new project says
  what became of each item.

Options
      --run                    Run the original to compare; asked when left out
      --no-run                 Run nothing: nothing is proven then
      --no-calls               Compare what both list, and call nothing
      --env <NAME=VALUE>       A variable that the original needs; may be repeated
      --arg <value>            An argument that the original needs; may be repeated
      --name <name>            Short name of the project; from the source if left out
      --python <version>       auto, a version or a path (auto)
      --in-place               Change the source itself, on a clean git tree, as one
                               commit; only when all is proven the same, or --no-run
      --no-install             Do not install the new project; nothing is compared
      --dry-run                Show which files would be written
      --diff                   Show what changes in the code; writes nothing
      --report-only            Show MIGRATION.md; writes nothing
      --json                   One JSON object on stdout
      --verbose                Show everything
  -h, --help                   Show this text

Exit codes
  0   all is proven the same, or --no-run was given
  1   something has to be mended; nothing was written
  2   not proven to be the same; the new project is kept
  3   a mistake of this program
  130 stopped with Ctrl-C
`;
