import { NameScope, shortenWords, snake, toWords, upperSnake } from '../escape/names/index.js';
import type { Context } from './context.js';
import { at, isObject, objectAt, proseAt, textAt } from './json.js';
import { specText } from './text.js';
import { absolute, oauthFlows, withScopes } from './security-flows.js';
import type { JsonObject, Operation, SecurityScheme, SecurityUse } from './types.js';

type Kind = SecurityScheme['kind'];
type Plain = Omit<SecurityScheme, 'env'>;

/** Reads schemes and requirements; requirements name schemes by the ids given here. */
export class SecurityReader {
  readonly #context: Context;
  readonly #idOf = new Map<string, string>();
  readonly #plain: Plain[] = [];
  readonly #default: readonly (readonly SecurityUse[])[];

  constructor(context: Context) {
    this.#context = context;
    const scope = new NameScope();
    const declared = objectAt(objectAt(context.root, 'components'), 'securitySchemes');
    for (const [name, value] of Object.entries(declared)) {
      const node = context.resolve(value, at('/components/securitySchemes', name));
      if (node === undefined) continue;
      const words = shortenWords(toWords(name), 40);
      const start = /^[a-z]/.test(words[0] ?? '') ? words : ['auth', ...words];
      const id = scope.claim(snake(start));
      this.#idOf.set(name, id);
      this.#plain.push(readScheme(id, name, node.value, node.pointer, context));
    }
    this.#default = this.#alternatives(context.root, '');
  }

  /** The schemes as they are used by `operations`; `server`: what relative addresses belong to. */
  schemes(envPrefix: string, operations: readonly Operation[], server: string): SecurityScheme[] {
    const uses = operations.flatMap(({ security }) => security.flat());
    return withEnv(
      this.#plain.map((scheme) => withScopes(absolute(scheme, server), uses)),
      envPrefix,
    );
  }

  /**
   * OR of ANDs; `[]` when nothing is wanted. The operation's own list replaces the document's, an empty one too.
   * `header`: the operation describes Authorization as a parameter. Such parameters are ignored (OAS 3.1.1, 4.8.12.2.1),
   * so in a document without schemes they are all that is known of the credential.
   */
  of(
    operation: JsonObject,
    pointer: string,
    header: 'required' | 'optional' | undefined,
  ): readonly (readonly SecurityUse[])[] {
    if (header !== undefined && this.#idOf.size === 0) {
      const use = [{ scheme: this.#headerScheme(pointer), scopes: [] }];
      return header === 'required' ? [use] : [[], use];
    }
    return Array.isArray(operation['security']) ? this.#alternatives(operation, pointer) : this.#default;
  }

  #headerScheme(pointer: string): string {
    const id = 'authorization';
    if (this.#plain.length === 0) {
      this.#plain.push({
        id,
        wireName: specText(id),
        kind: 'apiKey',
        in: 'header',
        parameter: specText('Authorization'),
      });
      const message =
        'the document describes Authorization as a parameter; one variable holds the whole header for all operations';
      this.#context.report('security.header-parameter', 'repair', message, pointer);
    }
    return id;
  }

  #alternatives(owner: JsonObject, pointer: string): SecurityUse[][] {
    const list = owner['security'];
    if (!Array.isArray(list)) return [];
    const out: SecurityUse[][] = [];
    list.forEach((entry, index) => {
      if (!isObject(entry)) return;
      const uses: SecurityUse[] = [];
      for (const [name, scopes] of Object.entries(entry)) {
        const scheme = this.#idOf.get(name);
        if (scheme === undefined) {
          const where = at(pointer, 'security', index, name);
          this.#context.report(
            'security.scheme-missing',
            'repair',
            `the security scheme ${name} is not defined, and is left out`,
            where,
          );
          continue;
        }
        const wanted = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
        uses.push({ scheme, scopes: wanted.map(specText) });
      }
      // A requirement of unknown schemes only asks for something nobody can give.
      if (uses.length > 0 || Object.keys(entry).length === 0) out.push(uses);
    });
    return out.every((uses) => uses.length === 0) ? [] : out;
  }
}

function readScheme(id: string, name: string, value: JsonObject, pointer: string, context: Context): Plain {
  const description = proseAt(value, 'description');
  const head = {
    id,
    wireName: specText(name),
    ...(description === undefined ? {} : { description: specText(description) }),
  };
  const type = textAt(value, 'type');
  if (type === 'apiKey') {
    const place = value['in'];
    const where = place === 'query' || place === 'cookie' ? place : 'header';
    return {
      ...head,
      kind: 'apiKey',
      in: where,
      parameter: specText(textAt(value, 'name') ?? 'Authorization'),
    };
  }
  if (type === 'oauth2') return { ...head, kind: 'oauth2', ...oauthFlows(value) };
  if (type === 'openIdConnect') {
    const discovery = textAt(value, 'openIdConnectUrl');
    return { ...head, kind: type, ...(discovery === undefined ? {} : { discoveryUrl: specText(discovery) }) };
  }
  if (type === 'mutualTLS') return { ...head, kind: type };
  const scheme = textAt(value, 'scheme')?.toLowerCase();
  if (type === 'basic' || (type === 'http' && scheme === 'basic')) return { ...head, kind: 'basic' };
  if (type === 'http' && (scheme === 'bearer' || scheme === undefined)) return { ...head, kind: 'bearer' };
  if (type === 'http') {
    context.report(
      'security.http-scheme',
      'warning',
      `the HTTP authentication scheme ${scheme} of ${name} is not known; its variable holds the whole Authorization header`,
      pointer,
    );
    return { ...head, kind: 'apiKey', in: 'header', parameter: specText('Authorization') };
  }
  context.report(
    'security.unsupported',
    'warning',
    `the security scheme ${name} has no known type, and is not used`,
    pointer,
  );
  return { ...head, kind: 'unsupported' };
}

const HOLDS_TOKEN: ReadonlySet<Kind> = new Set<Kind>(['apiKey', 'bearer', 'oauth2', 'openIdConnect']);

/** Names the variables: `X_API_TOKEN` for a lone token, else one per scheme. */
function withEnv(schemes: readonly Plain[], prefix: string): SecurityScheme[] {
  const scope = new NameScope({ taken: [`${prefix}_BASE_URL`, `${prefix}_TIMEOUT`] });
  const tokens = schemes.filter((scheme) => HOLDS_TOKEN.has(scheme.kind)).length;
  const basics = schemes.filter((scheme) => scheme.kind === 'basic').length;
  const certificates = schemes.filter((scheme) => scheme.kind === 'mutualTLS').length;
  return schemes.map((scheme) => {
    const claim = (suffix: string, alone: boolean): string =>
      scope.claim(envName(prefix, alone ? [] : scheme.id.split('_'), suffix));
    return { ...scheme, env: envOf(scheme, claim, tokens === 1, basics === 1, certificates === 1) };
  });
}

function envOf(
  scheme: Plain,
  claim: (suffix: string, alone: boolean) => string,
  oneToken: boolean,
  oneBasic: boolean,
  oneCertificate: boolean,
): SecurityScheme['env'] {
  switch (scheme.kind) {
    case 'apiKey':
      return { apiKey: oneToken ? claim('API_TOKEN', true) : claim('API_KEY', false) };
    case 'basic':
      return { username: claim('USERNAME', oneBasic), password: claim('PASSWORD', oneBasic) };
    case 'mutualTLS':
      return { certificate: claim('CLIENT_CERT', oneCertificate), key: claim('CLIENT_KEY', oneCertificate) };
    case 'unsupported':
      return {};
    default: {
      const token = oneToken ? claim('API_TOKEN', true) : claim('TOKEN', false);
      const renewable = scheme.refreshUrl ?? scheme.discoveryUrl;
      if ((scheme.tokenUrl ?? renewable) === undefined) return { token };
      return {
        token,
        clientId: claim('CLIENT_ID', oneToken),
        clientSecret: claim('CLIENT_SECRET', oneToken),
        ...(renewable === undefined ? {} : { refreshToken: claim('REFRESH_TOKEN', oneToken) }),
      };
    }
  }
}

/** PETSTORE, petstore auth, TOKEN → `PETSTORE_AUTH_TOKEN`; PETSTORE, api key, API_KEY → `PETSTORE_API_KEY`. */
function envName(prefix: string, words: readonly string[], suffix: string): string {
  const service = prefix.toLowerCase().split('_');
  const overlap = service.every((word, index) => words[index] === word) ? service.length : 0;
  const own = words.slice(overlap);
  const tail = suffix.toLowerCase().split('_');
  let shared = Math.min(own.length, tail.length);
  while (shared > 0 && !own.slice(-shared).every((word, index) => word === tail[index])) shared--;
  return upperSnake([prefix, ...own.slice(0, own.length - shared), suffix]);
}
