import { CHECK_CATALOGUE } from './catalogue/check.js';
import { CLI_CATALOGUE } from './catalogue/cli.js';
import { MANAGE_CATALOGUE } from './catalogue/manage.js';
import { MIGRATE_CATALOGUE } from './catalogue/migrate.js';
import { MODEL_CATALOGUE } from './catalogue/model.js';
import { specCatalogue } from './catalogue/spec.js';
import type { Catalogue } from './catalogue/types.js';
import { WRITE_CATALOGUE } from './catalogue/write.js';
import type { Diagnostic, Place, Severity } from './types.js';

/** Every code that a diagnostic may have. */
export const CATALOGUE: Catalogue = {
  ...CHECK_CATALOGUE,
  ...CLI_CATALOGUE,
  ...MANAGE_CATALOGUE,
  ...MIGRATE_CATALOGUE,
  ...MODEL_CATALOGUE,
  ...specCatalogue,
  ...WRITE_CATALOGUE,
};

/** The fix to print: the diagnostic's own, or that of its code. */
export const fixOf = (diagnostic: Diagnostic): string =>
  diagnostic.fix ?? CATALOGUE[diagnostic.code]?.fix ?? '';

interface Extra {
  readonly fix?: string;
  readonly place?: Place;
  readonly severity?: Severity;
}

/** An error (unless `extra.severity` says otherwise) with a code of the catalogue. */
export const problem = (code: string, message: string, extra: Extra = {}): Diagnostic => ({
  code,
  severity: 'error',
  message,
  ...extra,
});
