import { ownObject } from '../json.js';
import { type Document, placeIn } from './context.js';
import { mendInfo } from './info.js';
import { mendPaths } from './paths.js';
import { mendSchemes } from './security-schemes.js';
import { mendSecurity } from './security.js';
import { mendServers } from './servers.js';
import { mendOperations } from './operations.js';

/**
 * Mends what depends on more than one place, in a tree that has the shape of 3.x and whose references all lead somewhere.
 * True when something was moved, so that references must be written anew.
 */
export function mendDocument(document: Document): boolean {
  const { root, report } = document;
  mendInfo(document);
  mendServers(root, [], document);
  mendSchemes(document);
  mendSecurity(root, [], document);
  if (Object.keys(ownObject(root, 'paths') ?? {}).length === 0) {
    // 3.1 allows documents that describe webhooks or components only.
    const problem =
      ownObject(root, 'paths') === undefined
        ? 'The document has no paths, they are missing'
        : 'paths is empty';
    if (ownObject(root, 'webhooks') === undefined) {
      report.warning(
        'spec.no-paths',
        `${problem}: there is no operation, which is invalid`,
        placeIn(document, ['paths']),
      );
    }
    root['paths'] = {};
  }
  const moved = mendPaths(document);
  mendOperations(document);
  return moved;
}
