/** Tokens that outlive the process: in the user's state folder, readable by nobody else. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { log } from './log.js';
import { isRecord } from './text.js';

/** The refresh token of one client at one authorization server. */
export class TokenFile {
  readonly #name: string;

  /** `variable`: what tells it from others, such as the variable of its client id. */
  constructor(variable: string) {
    this.#name = `${variable.toLowerCase().replace(/[^a-z0-9_]/g, '')}.json`;
  }

  /** In `$MCP_STATE_DIR`, or in `mcp-servers` in the state folder of the user. */
  get path(): string {
    const { MCP_STATE_DIR: own, XDG_STATE_HOME: usual, LOCALAPPDATA: windows } = process.env;
    const base = usual || windows || join(homedir(), '.local', 'state');
    return join(own || join(base, 'mcp-servers'), this.#name);
  }

  /** The token, where it was written for the same owner; '' where there is none. */
  read(owner: string): string {
    try {
      const found: unknown = JSON.parse(readFileSync(this.path, 'utf8'));
      if (!isRecord(found) || found['owner'] !== owner) return '';
      return typeof found['refresh_token'] === 'string' ? found['refresh_token'] : '';
    } catch {
      return '';
    }
  }

  /** Replaces the token, whole or not at all; '' for none. Where nothing can be written, it is lost. */
  write(owner: string, token: string): void {
    try {
      replace(
        this.path,
        JSON.stringify(token === '' ? { owner } : { owner, refresh_token: token }),
      );
    } catch {
      log('warning', 'the refresh token cannot be kept; MCP_STATE_DIR names a folder for it');
    }
  }
}

function replace(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { mode: 0o700, recursive: true });
  const temporary = join(folder, `.token-${randomUUID()}`);
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
