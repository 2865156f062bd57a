import { describe, expect, it } from 'vitest';
import { CLIENT_NAMES, methodScope, moduleScope } from '../../../generators/targets/python/names.js';
import { templateSources } from '../../../src/render/sources.js';

const HTTP = templateSources.get('targets/python/runtime/src/mcp_package/runtime/http.py');
/** What `ApiClient` has that is not private: class attributes, attributes of the instance, methods. */
const MEMBERS = [
  ...HTTP.matchAll(/^ {4}([a-z]\w*): ClassVar|^ {8}self\.([a-z]\w*) = |^ {4}(?:async )?def ([a-z]\w*)\(/gm),
].map(([, attribute, own, method]) => attribute ?? own ?? method);

describe('names that the client has already', () => {
  it('are known', () => {
    expect(MEMBERS).toContain('user_agent');
    expect(CLIENT_NAMES).toEqual(expect.arrayContaining(MEMBERS));
  });

  it('give way in methods and in groups, which are attributes of the client', () => {
    for (const name of [...CLIENT_NAMES, 'cached_property'])
      expect([methodScope().claim(name), moduleScope().claim(name)]).toEqual([`${name}_`, `${name}_`]);
  });
});
