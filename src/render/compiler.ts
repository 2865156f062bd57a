import Handlebars from 'handlebars';
import type { Engine, TemplateCompiler } from './compile-options.js';

/** Compiles when a template is first used. The bundle has another one in this module's place, whose templates were compiled when it was built. */
export const templateCompiler: TemplateCompiler = {
  create: () => Handlebars.create() as Engine,
  compile: (engine, { text }, options) => (engine as typeof Handlebars).compile<object>(text(), options),
  partial: (_engine, { text }) => text(),
};
