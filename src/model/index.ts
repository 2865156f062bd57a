export { buildModel } from './build.js';
export { type ToolTokens, toolTokens } from './tokens.js';
