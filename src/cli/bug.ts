import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes what a maintainer needs into a new file of the system's temporary folder; its path, or undefined. */
export async function writeBugReport(error: unknown, version: string): Promise<string | undefined> {
  const file = join(tmpdir(), `create-mcp-server-${process.pid}-${Date.now()}.log`);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const text = `create-mcp-server ${version}, node ${process.version}, ${process.platform}\n\n${stack}\n`;
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' });
    return file;
  } catch {
    return undefined;
  }
}
