import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../plan/types.js';
import { type Running, start } from '../start.js';
import type { StepContext, StepOutcome } from '../types.js';
import { connectSession, connectStateless } from './clients.js';
import { examine, type Examined } from './examine.js';
import { endServer, type ProofInput, prove, serverError } from './proof.js';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** Real MCP sessions over streamable HTTP, in both protocol eras with one server, and its health route. */
export const proveHttp = (input: ProofInput, context: StepContext): Promise<StepOutcome> =>
  prove('HTTP', input, context, async (upstream, env, findings) => {
    const port = await freePort();
    const command = [...input.fill(input.contract.http), '--host', '127.0.0.1', '--port', String(port)];
    const server = await start(command, { cwd: input.dir, env, signal: context.signal, stdio: 'capture' });
    try {
      const origin = `http://127.0.0.1:${port}`;
      await untilHealthy(`${origin}${input.contract.health}`, server, findings);
      const examined: Examined[] = [];
      for (const connect of [connectSession, connectStateless]) {
        const client = await connect({ url: new URL(`${origin}${input.contract.path}`) });
        examined.push(await examine(client, input.model, upstream, context.onLine));
        await client.close();
      }
      await endServer(server, 'SIGTERM', findings);
      return examined;
    } catch (error) {
      throw await serverError(error, command, server);
    }
  });

/** A port that was free a moment ago; the server says so itself should it be taken by then. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Waits until the health route answers. Rejects when the server ends before, or never listens. */
async function untilHealthy(url: string, server: Running, findings: Finding[]): Promise<void> {
  let gone = false;
  void server.ended.then(() => {
    gone = true;
  });
  const until = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < until) {
    if (gone) throw new Error('the server ended while it was starting');
    const response = await fetch(url).catch(() => null);
    const body = await response?.text();
    if (response?.ok) return;
    if (response) {
      findings.push({ message: `${url} answers ${response.status}: ${(body ?? '').slice(0, 200)}` });
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`nothing answers at ${url}`);
}
