/** Redis, for what all replicas of the server share. */
import { Redis } from 'ioredis';
import { SettingsError } from '../runtime/errors.js';
import type { Dependency } from '../runtime/extensions.js';
import { describeError } from '../runtime/log.js';
import { registerSecret } from '../runtime/redaction.js';
import { textSetting } from '../runtime/settings.js';

const VARIABLE = 'MCP_REDIS_URL';
/** Keys of this server begin with it, so that several servers can share one Redis. */
export const PREFIX = 'mcp-package:';
const TIMEOUT_MS = 2_000;

/** A client; undefined where no Redis is configured. Throws `SettingsError` for an address that cannot be used. */
export async function connected(): Promise<Redis | undefined> {
  const address = textSetting(VARIABLE);
  if (address === '') return undefined;
  const { protocol, password } = URL.canParse(address)
    ? new URL(address)
    : { protocol: '', password: '' };
  if (!['redis:', 'rediss:', 'unix:'].includes(protocol)) {
    throw new SettingsError(`${VARIABLE} must be an address like redis://127.0.0.1:6379/0`);
  }
  registerSecret(decodeURIComponent(password));
  const redis = new Redis(address, {
    commandTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
    // While Redis is away each command fails at once, and its caller does without.
    enableOfflineQueue: false,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => undefined);
  await redis.connect().catch(() => undefined);
  return redis;
}

/** What readiness says about Redis. */
export async function look(
  redis: Redis | undefined,
  vital = false,
): Promise<readonly Dependency[]> {
  if (redis === undefined) return [];
  const problem = await redis.ping().then(() => '', kindOf);
  return [{ name: 'redis', problem, vital }];
}

const kindOf = (error: unknown): string => {
  const { exception = 'Error', code = exception } = describeError(error);
  return code;
};
