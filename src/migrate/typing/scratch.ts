import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes files into a folder that is thrown away afterwards. */
export async function writeFiles(
  folder: string,
  files: readonly { readonly path: string; readonly content: string | Uint8Array }[],
): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}
