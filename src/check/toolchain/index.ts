import { problem } from '../../diagnostics/catalogue.js';
import { prepareNode } from './prepare-node.js';
import { prepareGo } from './prepare-go.js';
import { preparePython } from './prepare-python.js';
import type { Found, Machine, Toolchain, Wish } from './types.js';

/** How each target's tools are found, by the target's id. */
const FINDERS: Readonly<Record<string, (wish: Wish, machine: Machine) => Promise<Found<Toolchain>>>> = {
  python: preparePython,
  typescript: prepareNode,
  go: prepareGo,
};

/** Finds, or fetches into places of our own, what installing and checking a project of `target` takes. */
export async function findToolchain(target: string, wish: Wish, machine: Machine): Promise<Found<Toolchain>> {
  const finder = FINDERS[target];
  if (finder === undefined) {
    return { problem: problem('toolchain.unknown', `There is no toolchain for ${target} projects.`) };
  }
  return finder(wish, machine);
}
