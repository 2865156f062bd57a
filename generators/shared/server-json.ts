import { clip, openText, type Text } from '../../src/escape/text.js';
import type { JsonObject } from '../../src/model/types.js';
import type { Setting } from './settings.js';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

/** `server.json` of the MCP registry. Its owner puts their own name space in place of `com.example`. */
export function serverJson(
  name: string,
  description: Text,
  registryType: string,
  settings: readonly Setting[],
): JsonObject {
  const variables = settings.map(({ name: variable, about, required, secret }) => ({
    name: variable,
    description: openText(clip(about, 200)),
    isRequired: required,
    isSecret: secret,
  }));
  return {
    $schema: SCHEMA,
    name: `com.example/${name}`,
    description: openText(description),
    version: '0.1.0',
    packages: [
      {
        registryType,
        identifier: name,
        version: '0.1.0',
        transport: { type: 'stdio' },
        environmentVariables: variables,
      },
    ],
  };
}
