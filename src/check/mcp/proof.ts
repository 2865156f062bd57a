import type { ServiceModel } from '../../model/types.js';
import type { Finding, RunContract } from '../../plan/types.js';
import { plainLine } from '../capture.js';
import type { Env } from '../env.js';
import type { Ended, Running } from '../start.js';
import type { StepContext, StepOutcome } from '../types.js';
import type { Examined } from './examine.js';
import { startUpstream, type Upstream } from './upstream.js';

/** What a proof over one transport needs. */
export interface ProofInput {
  readonly dir: string;
  readonly model: ServiceModel;
  readonly contract: RunContract;
  /** The project's own; the upstream and made-up credentials are added here. */
  readonly env: Env;
  /** Makes a command of the contract one that can be started. */
  readonly fill: (command: readonly string[]) => string[];
}

/** What each transport does with the server; it fills `findings` and leaves nothing running. */
export type Sessions = (upstream: Upstream, env: Env, findings: Finding[]) => Promise<readonly Examined[]>;

/** How long a server may take to end by itself. */
export const END_GRACE_MS = 10_000;

/** Runs sessions against a mock upstream, and says what they showed. */
export async function prove(
  transport: string,
  input: ProofInput,
  context: StepContext,
  sessions: Sessions,
): Promise<StepOutcome> {
  const upstream = await startUpstream(input.model);
  const findings: Finding[] = [];
  try {
    const examined = await sessions(upstream, serverEnv(input, upstream), findings);
    for (const { version, findings: found } of examined) {
      findings.push(...found.map(({ message }) => ({ message: `${transport}, ${version}: ${message}` })));
    }
    return findings.length === 0
      ? { status: 'ok', detail: proven(transport, examined), findings }
      : {
          status: 'failed',
          detail: `${findings.length} problem${findings.length === 1 ? '' : 's'}`,
          findings,
        };
  } catch (error) {
    if (context.signal.aborted) return { status: 'skipped', detail: 'cancelled', findings: [] };
    const message = error instanceof Error ? error.message : String(error);
    return { status: 'failed', detail: message.split('\n')[0] ?? '', findings: problemLines(message) };
  } finally {
    await upstream.close();
  }
}

const problemLines = (message: string): Finding[] =>
  message
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '')
    .map((line) => ({ message: line }));

function proven(transport: string, examined: readonly Examined[]): string {
  const [first] = examined;
  const tools = first?.tools ?? 0;
  const own = first?.own ? ` (${first.own} of your own)` : '';
  const versions = examined.map(({ version }) => version).join(' and ');
  const called = Math.min(...examined.map((each) => each.called));
  return `${tools} tools${own} over ${transport} (${versions}), ${called} called`;
}

/** Every credential that is a plain value, so that calls are made as with a configured server. Nothing real is known here. */
function serverEnv({ model, contract, env }: ProofInput, upstream: Upstream): Env {
  const credentials: Record<string, string> = {};
  for (const scheme of model.securitySchemes) {
    const { token, apiKey, username, password } = scheme.env;
    for (const name of [token, apiKey, username, password]) {
      if (name !== undefined) credentials[name] = 'check-only-not-a-secret';
    }
  }
  const baseUrl = contract.env['baseUrl'];
  return { ...env, ...credentials, ...(baseUrl === undefined ? {} : { [baseUrl]: upstream.baseUrl }) };
}

/** Ends a server that failed, and says why in its own words. */
export async function serverError(
  cause: unknown,
  command: readonly string[],
  server: Running,
): Promise<Error> {
  const ended = await server.stop('SIGTERM', 1_000);
  if (ended.problem !== undefined) return new Error(`${command[0]} cannot be started: ${ended.problem}`);
  const said = server.said().trim().split('\n').slice(-12);
  const message = cause instanceof Error ? cause.message : String(cause);
  return new Error([message, ...said].filter(Boolean).join('\n'));
}

/** Ends a server and notes when it did not end as it should: by itself, with exit code 0. */
export async function endServer(server: Running, how: 'SIGTERM' | 'eof', findings: Finding[]): Promise<void> {
  const ended = await server.stop(how, END_GRACE_MS);
  // Windows has no SIGTERM: Node ends the process there and then.
  if (ended.exitCode === 0 || (how === 'SIGTERM' && process.platform === 'win32')) return;
  const cause = how === 'eof' ? 'its input was closed' : 'SIGTERM';
  findings.push({
    message: `after ${cause} the server ${describeEnd(ended)} instead of ending with exit code 0`,
  });
}

function describeEnd({ exitCode, signal }: Ended): string {
  if (signal === 'SIGKILL') return `did not end within ${END_GRACE_MS / 1000} s`;
  return exitCode === null ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
}
