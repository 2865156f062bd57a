// What is typed while docs/session.svg is recorded: wait for `expect` on the screen, then type `text`, then press `keys`.

export const TITLE = 'A terminal session: npx create-mcp-server asks, creates, installs and checks a project';

const INSTALL_MS = 170_000;
const enter = (expect) => ({ expect, keys: ['Enter'] });

export const STEPS = [
  { expect: /\$ $/m, text: 'npx create-mcp-server', keys: ['Enter'] },
  { expect: /Where should the project go/, text: 'bookshop', keys: ['Enter'] },
  { expect: /Where is the OpenAPI document/, keys: ['Down', 'Down', 'Enter'] },
  enter(/Which credentials/),
  enter(/Name of the service/),
  enter(/Package name/),
  enter(/in one sentence/),
  enter(/Which operations become tools/),
  enter(/How do clients reach/),
  enter(/What installs the project/),
  enter(/Python version/),
  enter(/git repository/),
  enter(/Install the dependencies now/),
  enter(/Run the checks now/),
  enter(/Create the project\?/),
  { expect: /again, without questions\n[\s\S]*\n\$\s*$/, waitMs: INSTALL_MS },
];
