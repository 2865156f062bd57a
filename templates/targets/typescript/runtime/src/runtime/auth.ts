/** Security schemes with credentials from the environment; oauth.ts has those that fetch tokens, mtls.ts client certificates. */
import { basicValue, type SchemeFactory } from './credentials.js';

/** An API key in a header, the query or a cookie. */
export const apiKey =
  (variable: string, place: 'header' | 'query' | 'cookie', name: string): SchemeFactory =>
  () => ({
    variables: [variable],
    ...(place === 'header' ? { header: name } : {}),
    apply: (out, secrets) => {
      const places = { header: out.headers, query: out.query, cookie: out.cookies };
      places[place][name] = secrets.get(variable);
    },
  });

/** A token in the Authorization header. */
export const bearer =
  (variable: string): SchemeFactory =>
  () => ({
    variables: [variable],
    header: 'Authorization',
    apply: (out, secrets) => {
      out.headers['Authorization'] = `Bearer ${secrets.get(variable)}`;
    },
  });

/** User name and password in the Authorization header. */
export const basic =
  (usernameVariable: string, passwordVariable: string): SchemeFactory =>
  () => ({
    variables: [usernameVariable, passwordVariable],
    header: 'Authorization',
    apply: (out, secrets) => {
      const { headers } = out;
      headers['Authorization'] = basicValue(
        secrets.get(usernameVariable),
        secrets.get(passwordVariable),
      );
    },
  });
