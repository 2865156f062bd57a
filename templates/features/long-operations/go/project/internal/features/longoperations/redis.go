package longoperations

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"mcp-package/internal/features/sharedredis"
)

// Each step is one script, so that two replicas never both believe to run an operation. KEYS: record, leases. A record is a
// hash; what changes stands beside what it was started with.
var (
	endScript = redis.NewScript(`
local old = redis.call('HMGET', KEYS[1], 'state', 'worker')
if old[2] ~= ARGV[1] or (old[1] ~= 'running' and old[1] ~= 'cancelling') then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'result', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[5])
return 1
`)
	cancelScript = redis.NewScript(`
if redis.call('HGET', KEYS[1], 'state') == 'running' then
  redis.call('HSET', KEYS[1], 'state', 'cancelling')
end
return 1
`)
	claimScript = redis.NewScript(`
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, 1)
if #due == 0 then return false end
local key = KEYS[1] .. due[1]
if redis.call('EXISTS', key) == 0 then
  redis.call('ZREM', KEYS[2], due[1])
else
  redis.call('HSET', key, 'worker', ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], due[1])
end
return due[1]
`)
)

const (
	recordPrefix = sharedredis.Prefix + "operation:"
	leasesKey    = sharedredis.Prefix + "operation-leases"
)

// inRedis keeps operations in Redis. The clock is Redis' own, for replicas may differ.
type inRedis struct{ client *redis.Client }

func (s inRedis) now(ctx context.Context) (seconds float64, err error) {
	now, err := s.client.Time(ctx).Result()
	return float64(now.UnixMicro()) / 1e6, err
}

func (s inRedis) add(ctx context.Context, one record) error {
	now, err := s.now(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	_, err = s.client.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		pipe.HSet(ctx, recordPrefix+one.ID, "started", text, "state", string(one.State), "worker", one.Worker)
		pipe.ZAdd(ctx, leasesKey, redis.Z{Score: now + leaseTime.Seconds(), Member: one.ID})
		return nil
	})
	return err
}

func (s inRedis) find(ctx context.Context, id string) (*record, error) {
	fields, err := s.client.HMGet(ctx, recordPrefix+id, "started", "state", "worker", "result").Result()
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(fields))
	for i, field := range fields {
		texts[i], _ = field.(string)
	}
	if texts[0] == "" {
		return nil, nil
	}
	var found record
	if err := json.Unmarshal([]byte(texts[0]), &found); err != nil {
		return nil, err
	}
	found.State, found.Worker, found.Result = state(texts[1]), texts[2], nil
	if texts[3] != "" && texts[3] != "null" {
		found.Result = json.RawMessage(texts[3])
	}
	return &found, nil
}

func (s inRedis) end(ctx context.Context, one record, kept time.Duration) (bool, error) {
	result := one.Result
	if result == nil {
		result = json.RawMessage("null")
	}
	keys := []string{recordPrefix + one.ID, leasesKey}
	done, err := endScript.Run(ctx, s.client, keys, one.Worker, string(one.State), string(result), max(1, kept.Milliseconds()), one.ID).Int()
	return done == 1, err
}

func (s inRedis) cancel(ctx context.Context, id string) error {
	return cancelScript.Run(ctx, s.client, []string{recordPrefix + id}).Err()
}

func (s inRedis) renew(ctx context.Context, worker string, ids []string) (lost []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		found, err := s.find(ctx, id)
		if err != nil {
			return lost, err
		}
		if found == nil || found.Worker != worker || found.State == cancelling {
			lost = append(lost, id)
			continue
		}
		if err := s.lease(ctx, id, now+leaseTime.Seconds()); err != nil {
			return lost, err
		}
	}
	return lost, nil
}

func (s inRedis) lease(ctx context.Context, id string, until float64) error {
	return s.client.ZAddXX(ctx, leasesKey, redis.Z{Score: until, Member: id}).Err()
}

func (s inRedis) claim(ctx context.Context, worker string) (found []record, err error) {
	for {
		now, err := s.now(ctx)
		if err != nil {
			return found, err
		}
		id, err := claimScript.Run(ctx, s.client, []string{recordPrefix, leasesKey}, now, now+leaseTime.Seconds(), worker).Text()
		if errors.Is(err, redis.Nil) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		one, err := s.find(ctx, id)
		if err != nil {
			return found, err
		}
		if one != nil {
			found = append(found, *one)
		}
	}
}

func (s inRedis) release(ctx context.Context, id string) error { return s.lease(ctx, id, 0) }
