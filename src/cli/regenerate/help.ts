/** The text of `create-mcp-server regenerate --help`. Ends with a line break. */
export const REGENERATE_HELP = `create-mcp-server regenerate: make a project again, keeping your edits

Usage
  create-mcp-server regenerate [dir] [options]      the current folder if none is named
  create-mcp-server regenerate --all <dir>          every project in a folder and below it

Examples
  npx create-mcp-server regenerate
  npx create-mcp-server regenerate --spec https://api.example.com/openapi.json
  npx create-mcp-server regenerate --check          in CI: writes nothing
  npx create-mcp-server regenerate --diff           shows what would change
  npx create-mcp-server regenerate --set tools=all

Options
  --spec <file|url|->          A new document; it replaces the copy in the project
  --refresh                    Read the document again from the address that it came from
  --set <option=value>         Change an answer; repeatable
  --check                      Compare only: exit code 2 when something would change
  --dry-run                    List what would change, write nothing
  --diff                       Show what would change as a diff, write nothing
  --all <dir>                  All projects below a folder, two at a time, one summary; the highest exit code counts
  --conflict <how>             Where you and the generator changed the same line: markers in the file, rej (yours stays, the other change in .rej), new (yours stays, the whole other file in .new) [default: markers]
  --summary <file>             Write what changes into a file, as Markdown for a pull request
  --to <version>               Fail unless this program is that version
  --allow-breaking             In CI: go on although calls that were right before will be refused
  --json                       Print one JSON result on stdout, everything else on stderr
  --verbose                    Show every finding
  -h, --help                   Show this text

Exit codes
  0   current, or updated
  1   something that was given has to be mended; nothing was written
  2   out of date (--check), a conflict to settle, or a breaking change in CI
  3   a mistake of this program
`;
