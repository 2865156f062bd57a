/** OAuth 2.1 resource server: who may call which tool. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { CallError, SettingsError } from '../runtime/errors.js';
import type { Claims, Extension, ProceedTool, Route, ToolCall } from '../runtime/extensions.js';
import type { CallOptions } from '../runtime/http.js';
import { listSetting, readSettings, textSetting } from '../runtime/settings.js';

const METADATA = '/.well-known/oauth-protected-resource';

/** The caller lacks a scope. */
export class NotPermitted extends CallError {
  override readonly name = 'NotPermitted';
}

/** Lets a tool of your own be called only by those who have a scope. Throws `NotPermitted`, which tells the model what is missing. */
export function requireScope(scope: string, { caller }: CallOptions): void {
  demand(scope, scopesOf(caller?.claims));
}

/** Scopes around tools, and the metadata by which clients find the authorization server. */
export class Auth implements Extension {
  readonly #own = readScopes(listSetting('MCP_TOOL_SCOPES'));
  readonly #read = textSetting('MCP_SCOPE_READ', 'read');
  readonly #write = textSetting('MCP_SCOPE_WRITE', 'write');
  readonly #resource = resource();

  /** Lets a call through when the caller has the scope of the tool. */
  async aroundTool(call: ToolCall, proceed: ProceedTool): Promise<CallToolResult> {
    const usual = call.readOnly ? this.#read : this.#write;
    demand(this.#own.get(call.name) ?? usual, scopesOf(call.caller.claims));
    return proceed();
  }

  /** The metadata, at both addresses that RFC 9728 allows for /mcp. */
  routes(): readonly Route[] {
    if (this.#resource === '') return [];
    return [METADATA, `${METADATA}/mcp`].map((path) => ({
      method: 'GET',
      path,
      isOpen: true,
      answer: () => Response.json(this.#metadata()),
    }));
  }

  /** Tells clients without a valid token where the metadata are. */
  challenge(): string {
    if (this.#resource === '') return '';
    const { origin, pathname } = new URL(this.#resource);
    return `, resource_metadata="${origin}${METADATA}${pathname.replace(/\/+$/, '')}"`;
  }

  #metadata(): object {
    const servers = listSetting('MCP_AUTHORIZATION_SERVERS');
    const issuer = textSetting('MCP_JWT_ISSUER');
    const usual = issuer === '' ? [] : [issuer];
    const scopes = new Set([this.#read, this.#write, ...this.#own.values()]);
    return {
      resource: this.#resource,
      authorization_servers: servers.length > 0 ? servers : usual,
      scopes_supported: [...scopes].sort(),
      bearer_methods_supported: ['header'],
    };
  }
}

function demand(scope: string, held: ReadonlySet<string>): void {
  if (held.has(scope)) return;
  const said = [...held].sort().join(', ');
  throw new NotPermitted(
    `insufficient_scope: this tool needs the scope ${scope}. The caller has: ` +
      `${said === '' ? 'none' : said}. Ask for a token with that scope.`,
  );
}

/** What a caller may do: the scopes of the JWT, else those of MCP_SCOPES. */
export function scopesOf(claims: Claims = {}): ReadonlySet<string> {
  if (Object.keys(claims).length === 0) {
    return new Set(textSetting('MCP_SCOPES', 'read').split(/[\s,]+/));
  }
  const said = claims['scope'] ?? claims['scp'] ?? '';
  const scopes = Array.isArray(said) ? said.map(String) : String(said).split(/\s+/);
  return new Set(scopes.filter((scope) => scope !== ''));
}

/** The address of this server as clients know it; '' where it is not configured. Throws `SettingsError`. */
function resource(): string {
  const address = textSetting('MCP_RESOURCE_URL');
  if (address === '') return '';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isPlain = url?.hash === '' && url.search === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new SettingsError('MCP_RESOURCE_URL must be an address like https://mcp.example.com/mcp');
  }
  const { audience } = readSettings();
  if (audience !== '' && audience !== address) {
    throw new SettingsError('MCP_JWT_AUDIENCE must be the same as MCP_RESOURCE_URL');
  }
  return address;
}

/** Reads `delete_book=admin` and the like. Throws `SettingsError` for something else. */
export function readScopes(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    parts.map((part) => {
      const [, name, scope] = /^([^=\s]+)\s*=\s*(\S+)$/.exec(part) ?? [];
      if (name !== undefined && scope !== undefined) return [name, scope];
      throw new SettingsError('MCP_TOOL_SCOPES must be like delete_book=admin,list_books=public');
    }),
  );
}
