import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cleanEnv } from '../../check/env.js';
import { templateSources } from '../../render/sources.js';
import type { CommandFor } from '../behaviour/run.js';

const LOOPBACK = 'targets/python/migrated/loopback/sitecustomize.py';

export interface Lonely {
  readonly command: readonly string[];
  /** A folder of ours, in which every run gets one that is empty. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Folders that Python looks for modules in. */
  readonly python: readonly string[];
}

/**
 * A server that sees the system's own variables, the given settings, an empty home, and of the network a stub: its Python sends every
 * connection there, and what else it starts is told of no way out but a proxy at the same place.
 */
export function lonely({ command, folder, settings, python }: Lonely): CommandFor {
  const loopback = join(folder, 'loopback');
  mkdirSync(loopback, { recursive: true });
  writeFileSync(join(loopback, 'sitecustomize.py'), templateSources.get(LOOPBACK));
  return (port) => {
    const home = mkdtempSync(join(folder, 'run-'));
    const proxy = `http://127.0.0.1:${port}`;
    const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [
      [name, proxy],
      [name.toLowerCase(), proxy],
    ]);
    return {
      command,
      cwd: home,
      env: {
        ...cleanEnv(process.env),
        ...Object.fromEntries(proxies),
        TZ: 'UTC',
        PYTHONHASHSEED: '0',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: [loopback, ...python].join(delimiter),
        FASTMCP_CHECK_FOR_UPDATES: 'off',
        ...settings,
        HOME: home,
        TMPDIR: home,
        LOOPBACK_PORT: String(port),
      },
    };
  };
}
