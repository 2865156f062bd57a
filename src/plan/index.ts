export { chooseParts, type PartSource } from './parts.js';
export { planProject } from './plan.js';
