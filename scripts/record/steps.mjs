// What is typed while docs/session.svg is recorded: wait for `expect` on the screen, then type `text`, then press `keys`.

export const TITLE = 'A terminal session: npx create-mcp-server makes, installs and checks a project';

const INSTALL_MS = 300_000;

export const STEPS = [
  { expect: /\$ $/m, text: 'npx create-mcp-server bookshop --sample --yes', keys: ['Enter'] },
  { expect: /(Next|next)[\s\S]*\$ $/m, waitMs: INSTALL_MS },
];
