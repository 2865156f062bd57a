/** A Redis for tests: the one that TEST_REDIS_URL names, else one that is played in memory. */
import { Redis } from 'ioredis';
import InMemory from 'ioredis-mock';

const DATABASE = 15;

/** Has `use` work with an empty one. Database 15 of a real server is emptied. */
export async function withRedis(use: (redis: Redis) => Promise<void>): Promise<void> {
  const address = process.env['TEST_REDIS_URL'];
  const redis = address === undefined ? new InMemory() : new Redis(address, { db: DATABASE });
  await redis.flushdb();
  try {
    await use(redis);
  } finally {
    redis.disconnect();
  }
}
