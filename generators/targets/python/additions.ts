import type { ServiceModel } from '../../../src/model/types.js';
import type { ProjectOptions } from '../../../src/plan/types.js';
import { distributionOf } from './names.js';

/**
 * Where presets and features print into the base templates.
 * - `server.imports`, `server.features`: `from .cache import Cache` and `Cache(),`, in `features/__init__.py`;
 * - `make.targets`: whole rules, each with its `.PHONY`; `pyproject.tables`: whole tables; `readme.sections`: from `##` on;
 * - `tests.environment`: `"MCP_X": "1",`, what the tests set besides.
 */
export const SLOTS = [
  'server.imports',
  'server.features',
  'make.targets',
  'pyproject.tables',
  'readme.sections',
  'tests.environment',
] as const;

/** The shape with a package of its own around the tools. */
export const SERVICE_SHAPE = 'service';

/** That package. */
export const serviceOf = (slug: string): string => `${slug.replaceAll('-', '_')}_v2`;

/** Names that stand in copied sources for those of the project. */
export function projectTokens(
  _: ServiceModel,
  { slug }: Pick<ProjectOptions, 'slug'>,
): Record<string, string> {
  const distribution = distributionOf(slug);
  return {
    mcp_package: distribution.replaceAll('-', '_'),
    'mcp-package': distribution,
    service_v2: serviceOf(slug),
  };
}
