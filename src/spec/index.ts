export { loadSpec } from './load.js';
export { DEFAULT_LOAD_POLICY } from './policy.js';
export { diskWorld } from './world.js';
