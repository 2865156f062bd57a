/** The OAuth flows of a security scheme: where tokens are had, and what is asked for. */
import { objectAt, textAt } from './json.js';
import { specText } from './text.js';
import type { JsonObject, SecurityScheme, SecurityUse, SpecText } from './types.js';

type Flows = Pick<SecurityScheme, 'tokenUrl' | 'authorizationCode' | 'refreshUrl' | 'scopes'>;
type Plain = Omit<SecurityScheme, 'env'>;

/** The flows that a server can go through by itself or with its user. `implicit` gives a token to a web page, and to nobody else. */
export function oauthFlows(scheme: JsonObject): Flows {
  const flows = objectAt(scheme, 'flows');
  const client = objectAt(flows, 'clientCredentials');
  const code = objectAt(flows, 'authorizationCode');
  const password = objectAt(flows, 'password');
  const tokenUrl = textAt(client, 'tokenUrl');
  const authorizationUrl = textAt(code, 'authorizationUrl');
  const codeTokenUrl = textAt(code, 'tokenUrl');
  const refreshUrl =
    textAt(code, 'refreshUrl') ??
    codeTokenUrl ??
    textAt(password, 'refreshUrl') ??
    textAt(password, 'tokenUrl');
  return {
    ...(tokenUrl === undefined
      ? {}
      : { tokenUrl: specText(tokenUrl), scopes: Object.keys(objectAt(client, 'scopes')).map(specText) }),
    ...(authorizationUrl === undefined || codeTokenUrl === undefined
      ? {}
      : {
          authorizationCode: {
            authorizationUrl: specText(authorizationUrl),
            tokenUrl: specText(codeTokenUrl),
          },
        }),
    ...(refreshUrl === undefined ? {} : { refreshUrl: specText(refreshUrl) }),
  };
}

/** Least privilege: what operations want. A client credentials flow that has none of it is asked for all that it has. */
export function withScopes(scheme: Plain, uses: readonly SecurityUse[]): Plain {
  const wanted = new Set(
    uses.filter((use) => use.scheme === scheme.id).flatMap(({ scopes }) => scopes.map(({ spec }) => spec)),
  );
  const declared = scheme.scopes?.map(({ spec }) => spec);
  const both = declared?.filter((scope) => wanted.has(scope)) ?? [...wanted];
  const scopes = both.length > 0 ? both : (declared ?? []);
  if (scheme.kind === 'openIdConnect' && !scopes.includes('openid')) scopes.unshift('openid');
  return scopes.length === 0 ? scheme : { ...scheme, scopes: scopes.map(specText) };
}

/** Addresses may be relative to the server (OAS 3.1.1, 4.8.30). One that makes no sense stays as it is. */
export function absolute(scheme: Plain, server: string): Plain {
  const whole = (url: SpecText): SpecText =>
    URL.canParse(url.spec, `${server}/`) ? specText(new URL(url.spec, `${server}/`).href) : url;
  const { tokenUrl, authorizationCode: code, refreshUrl, discoveryUrl } = scheme;
  return {
    ...scheme,
    ...(tokenUrl === undefined ? {} : { tokenUrl: whole(tokenUrl) }),
    ...(code === undefined
      ? {}
      : {
          authorizationCode: {
            authorizationUrl: whole(code.authorizationUrl),
            tokenUrl: whole(code.tokenUrl),
          },
        }),
    ...(refreshUrl === undefined ? {} : { refreshUrl: whole(refreshUrl) }),
    ...(discoveryUrl === undefined ? {} : { discoveryUrl: whole(discoveryUrl) }),
  };
}
