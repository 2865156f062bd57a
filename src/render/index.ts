export { renderPlan } from './render.js';
