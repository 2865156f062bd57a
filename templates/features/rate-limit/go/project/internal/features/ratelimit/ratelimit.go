// Package ratelimit holds one limit per client, however many replicas there are.
package ratelimit

import (
	"context"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"mcp-package/internal/features/sharedredis"
	"mcp-package/internal/server"
)

// A token bucket: KEYS[1] its key; ARGV rate, burst, tokens to take (0 only looks). Redis' own clock, so that replicas with
// other clocks agree. Gives the milliseconds until there is a token.
var bucket = redis.NewScript(`
local rate, burst, take = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(state[1]) or burst
tokens = math.min(burst, tokens + math.max(0, now - (tonumber(state[2]) or now)) * rate)
if tokens < 1 then return math.ceil((1 - tokens) / rate * 1000) end
if take > 0 then
  redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - take), 'at', tostring(now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
end
return 0
`)

// New has the guard count in Redis where one is configured.
func New(settings server.Settings) (server.Extension, error) {
	client, err := sharedredis.Connect()
	if err != nil || client == nil {
		return server.Extension{}, err
	}
	return server.Extension{
		Start:   func(context.Context, *server.Server) (func(), error) { return func() { _ = client.Close() }, nil },
		Limiter: newShared(client, settings),
		// Calls are served without Redis.
		Dependencies: func(ctx context.Context) []server.Dependency { return sharedredis.Look(ctx, client, false) },
	}, nil
}

// shared counts in Redis; in this process while Redis is away.
type shared struct {
	redis       *redis.Client
	rate, burst float64
	local       server.Limiter
}

func newShared(client *redis.Client, settings server.Settings) *shared {
	return &shared{client, settings.Rate, settings.Burst, server.NewLimiter(settings.Rate, settings.Burst)}
}

// Wait gives the time until the client may send a request; 0 for now.
func (s *shared) Wait(ctx context.Context, client string) time.Duration {
	if wait, known := s.ask(ctx, client, 0); known {
		return wait
	}
	return s.local.Wait(ctx, client)
}

// Take counts a request if it may be sent now; otherwise it gives the time until it may.
func (s *shared) Take(ctx context.Context, client string) time.Duration {
	if wait, known := s.ask(ctx, client, 1); known {
		return wait
	}
	return s.local.Take(ctx, client)
}

func (s *shared) ask(ctx context.Context, client string, tokens int) (wait time.Duration, known bool) {
	if s.rate == 0 {
		return 0, true
	}
	key := sharedredis.Prefix + "rate:" + client
	milliseconds, err := bucket.Run(ctx, s.redis, []string{key}, s.rate, s.burst, tokens).Int64()
	if err != nil {
		slog.WarnContext(ctx, "rate limit without redis", "kind", sharedredis.Kind(err))
		return 0, false
	}
	return time.Duration(milliseconds) * time.Millisecond, true
}
