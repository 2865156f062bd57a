/** Every command in every situation of the second table of docs/bad-input.md, as it is installed. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOBS, type Job } from './commands.js';
import { forgotten, Ground, STACK, tree } from './ground.js';
import { SITUATIONS, type Situation, toolchains } from './situations.js';

const ground = new Ground();
const silent = createServer(() => undefined);
let address = '';
beforeAll(async () => {
  await ground.install();
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const at = silent.address();
  address = `http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}/simple`;
}, 120_000);
afterAll(() => {
  silent.close();
  ground.remove();
}, 60_000);

async function attempt(job: Job, { arrange, expect: expected }: Situation): Promise<void> {
  const spot = ground.spot(job);
  const change = arrange(spot, job);
  const { subject, out } = { ...spot, ...change };
  const before = tree(spot.cwd);
  const { code, said } = await ground.run(change.args ?? job.args(subject, out), spot, change);
  const wanted = expected(job);
  const refusal = typeof wanted === 'object' && 'says' in wanted ? wanted : undefined;
  expect({ said, code }).toEqual({ said, code: refusal?.code ?? job.good });
  expect(said).not.toMatch(STACK);
  if (refusal !== undefined) expect(said).toMatch(refusal.says);
  if (refusal !== undefined && refusal.keeps !== true) expect(tree(spot.cwd)).toEqual(before);
  expect(forgotten(spot.temp)).toEqual([]);
}

for (const situation of [...SITUATIONS, ...toolchains(() => address)]) {
  describe(situation.title, () => {
    for (const job of JOBS) {
      const wanted = situation.expect(job);
      if (typeof wanted === 'object' && 'no' in wanted) continue;
      it(
        `${job.command}: ${wanted === 'works' ? 'works' : 'says so'}`,
        () => attempt(job, situation),
        120_000,
      );
    }
  });
}
