import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { plainLine } from '../capture.js';
import type { RunResult } from '../run.js';
import { cacheFolder } from './cache.js';
import type { Machine } from './types.js';

/** Our private cache folder; without a home, a folder of our own for this run, which nobody else can have prepared. */
export async function ownCache(machine: Machine): Promise<string> {
  return cacheFolder(machine) ?? (await mkdtemp(join(tmpdir(), 'create-mcp-server-')));
}

/**
 * Fills a folder through one that is made beside it and then moved in one step: an interrupted fetch leaves nothing that looks
 * finished, and two at once do not meet. Gives why it failed, '' when it did not.
 */
export async function fillOnce(place: string, fill: (folder: string) => Promise<RunResult>): Promise<string> {
  let making: string | undefined;
  try {
    await mkdir(dirname(place), { recursive: true });
    making = await mkdtemp(join(dirname(place), `${basename(place)}-making-`));
    const result = await fill(making);
    if (result.exitCode !== 0) return reason(result);
    await rename(making, place).catch(() => undefined);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (making !== undefined) await rm(making, { recursive: true, force: true });
  }
}

function reason(result: RunResult): string {
  if (result.stopped !== undefined) return result.stopped;
  const said = `${result.stdout}\n${result.stderr}`.split('\n').map(plainLine).filter(Boolean);
  return said.at(-1) ?? 'no reason given';
}
