import type { Finding } from '../../plan/types.js';
import { start } from '../start.js';
import type { StepContext, StepOutcome } from '../types.js';
import { type Connect, connectSession, connectStateless } from './clients.js';
import { examine, type Examined } from './examine.js';
import { PipeTransport } from './pipe-transport.js';
import { endServer, type ProofInput, prove, serverError } from './proof.js';

/** How each session ends its server: clients do the first, process managers the second. */
const SESSIONS: readonly { readonly connect: Connect; readonly end: 'eof' | 'SIGTERM' }[] = [
  { connect: connectSession, end: 'eof' },
  { connect: connectStateless, end: 'SIGTERM' },
];

/** A real MCP session over stdio in each protocol era, each with a server of its own. */
export const proveStdio = (input: ProofInput, context: StepContext): Promise<StepOutcome> =>
  prove('stdio', input, context, async (upstream, env, findings) => {
    const examined: Examined[] = [];
    for (const { connect, end } of SESSIONS) {
      const command = input.fill(input.contract.stdio);
      const server = await start(command, { cwd: input.dir, env, signal: context.signal, stdio: 'pipe' });
      try {
        const transport = new PipeTransport(server.stdin, server.stdout, server.ended);
        const client = await connect({ pipe: transport });
        examined.push(await examine(client, input.model, upstream, context.onLine));
        await endServer(server, end, findings);
        findings.push(...transport.noise.map(noisy));
        await client.close();
      } catch (error) {
        throw await serverError(error, command, server);
      }
    }
    return examined;
  });

const noisy = (line: string): Finding => ({
  message: `standard output has a line that is no message: ${line}`,
});
