export { planProject } from './plan.js';
