/** Documents of a few operations, and a world whose disk is real and whose screen is kept. */
import { specWorld } from '../../../src/cli/io.js';
import { createScreen } from '../../../src/cli/screen.js';
import type { World } from '../../../src/cli/world.js';
import { loadStages } from '../../../src/pipeline.js';
import { disk } from '../../../src/write/disk.js';

export const operation = (id: string, more: object = {}): object => ({
  operationId: id,
  tags: ['pets'],
  summary: `Does ${id}`,
  parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
  responses: { 200: { description: 'fine' } },
  ...more,
});
export const document = (paths: object): string =>
  JSON.stringify(
    {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      servers: [{ url: 'https://pets.example' }],
      paths,
    },
    null,
    2,
  );

/** `say` gets all that a person would see. */
export function worldIn(home: string, say: (text: string) => void, env: NodeJS.ProcessEnv = {}): World {
  const screen = createScreen({
    write: say,
    complain: say,
    live: false,
    colour: false,
    columns: 80,
    now: () => 0,
    every: () => () => undefined,
  });
  return {
    version: '1.2.3',
    cwd: home,
    env,
    screen,
    canAsk: false,
    whyNot: 'this is a test',
    drawsPrompts: false,
    nearbyDocument: async () => undefined,
    spec: specWorld(home),
    readStdin: async () => new Uint8Array(),
    storage: disk,
    sample: async () => '',
    stages: loadStages,
    token: () => Math.random().toString(36).slice(2),
    onInterrupt: () => () => undefined,
    onWritten: () => undefined,
    signal: new AbortController().signal,
  };
}
