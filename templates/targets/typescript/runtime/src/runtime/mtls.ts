/** Client certificates. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Certificate, SchemeFactory } from './credentials.js';
import { SettingsError } from './errors.js';

/** A client certificate: files in PEM format, named by variables; one file may hold both. The connection shows it. */
export const mutualTls =
  (certificateVariable: string, keyVariable: string): SchemeFactory =>
  () => ({
    variables: [certificateVariable, keyVariable],
    certificate: (secrets) => {
      const file = secrets.get(certificateVariable);
      if (file === '') return undefined;
      try {
        return pair(file, secrets.get(keyVariable) || file);
      } catch {
        throw new SettingsError(
          `${certificateVariable} and ${keyVariable} must name a certificate and its key, ` +
            'PEM files that this server may read',
        );
      }
    },
    apply: () => undefined,
  });

/** Reads both, and fails where they do not belong together. */
function pair(certificateFile: string, keyFile: string): Certificate {
  const found = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
  createSecureContext(found);
  return found;
}
