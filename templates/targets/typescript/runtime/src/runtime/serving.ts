/** Start and stop: the command line, stdio and HTTP. */
import { parseArgs } from 'node:util';
import { SettingsError } from './errors.js';
import { configureLog, describeError, log } from './log.js';
import { readSettings, type Settings } from './settings.js';
import { allowSignIn } from './sign-in.js';
import { serveStdin } from './stdio.js';
import type { ToolServer } from './tools.js';
import { serveHttp } from './web.js';

const HELP = `Serve MCP over stdio or HTTP.

  --http         serve streamable HTTP at /mcp instead of stdio
  --host <name>  address to listen on
  --port <port>  port to listen on
  --help         show this text
`;

interface CommandLine {
  readonly help: boolean;
  readonly http: boolean;
  readonly host: string;
  readonly port: number;
}

/** Reads the command line, with the settings for what it does not say. Throws `SettingsError`. */
export function readCommandLine(argv: readonly string[], settings: Settings): CommandLine {
  const { help, http, host, port } = parsed(argv);
  const number = port === undefined ? settings.port : Number(port);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new SettingsError('--port must be a port number');
  }
  return {
    help: help ?? false,
    http: http ?? settings.transport === 'http',
    host: host ?? settings.host,
    port: number,
  };
}

function parsed(argv: readonly string[]) {
  try {
    const options = {
      help: { type: 'boolean', short: 'h' },
      http: { type: 'boolean' },
      host: { type: 'string' },
      port: { type: 'string' },
    } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new SettingsError(
      error instanceof Error ? error.message : 'the arguments cannot be read',
    );
  }
}

/**
 * Serves until told to stop: SIGTERM, SIGINT, or the end of stdin. Gives the exit code: 1, with one line on stderr, when a
 * setting cannot be used.
 */
export async function run(
  create: () => ToolServer,
  program: string,
  argv: readonly string[] = process.argv.slice(2),
): Promise<number> {
  const stop = new AbortController();
  // A second signal finds no handler, and ends the process at once.
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  process.on('unhandledRejection', (error) => log('error', 'unhandled', describeError(error)));
  try {
    const settings = readSettings();
    const line = readCommandLine(argv, settings);
    if (line.help) {
      process.stdout.write(`Usage: ${program} [options]\n\n${HELP}`);
      return 0;
    }
    configureLog(settings.logLevel);
    allowSignIn(!line.http);
    const tools = create();
    try {
      await tools.start();
      await (line.http
        ? serveHttp(tools, settings, line, stop.signal)
        : serveStdin(tools, stop.signal));
    } finally {
      await tools.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${program}: ${error.message}\n`);
    return 1;
  }
}
