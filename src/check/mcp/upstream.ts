import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceModel } from '../../model/types.js';
import { type Answer, answerOf } from './answers.js';
import { byId } from './minimal.js';
import { type Match, matcher } from './routes.js';

/** A request as it reached the mock upstream. */
export interface Arrival {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** The operations it may be for, the likeliest first. */
  readonly matches: readonly Match[];
}

/** An API made of the model: answers each operation with its sample, on this machine only. */
export interface Upstream {
  readonly baseUrl: string;
  /** What has arrived since the last time. */
  readonly take: () => Arrival[];
  readonly answerTo: (operation: string) => Answer | undefined;
  readonly close: () => Promise<void>;
}

export async function startUpstream(model: ServiceModel): Promise<Upstream> {
  const types = byId(model.types);
  const answers = new Map(model.operations.map((operation) => [operation.id, answerOf(operation, types)]));
  const match = matcher(model.operations);
  let arrivals: Arrival[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const { method = '', url = '/' } = request;
    const matches = match(method, new URL(url, 'http://upstream.invalid'));
    // Answered when the body is complete: a client that is still sending would see a broken connection.
    request.resume().on('end', () => {
      arrivals.push({ method, url, matches });
      const [first] = matches;
      const answer = first === undefined ? undefined : answers.get(first.operation.id);
      response.writeHead(
        answer?.status ?? 404,
        answer?.contentType ? { 'content-type': answer.contentType } : {},
      );
      response.end(answer?.body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = arrivals;
      arrivals = [];
      return taken;
    },
    answerTo: (operation) => answers.get(operation),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
