// Package redistest gives tests a Redis of their own.
package redistest

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"mcp-package/internal/features/sharedredis"
)

// turn is a key that one test at a time has: packages are tested side by side.
const turn = "tests"

// Start lets the test use an empty Redis: database 15 of the one that TEST_REDIS_URL names, else one in memory.
func Start(t *testing.T) {
	t.Helper()
	address := os.Getenv("TEST_REDIS_URL")
	if address == "" {
		t.Setenv(sharedredis.Variable, "redis://"+miniredis.RunT(t).Addr()+"/0")
		return
	}
	options, err := redis.ParseURL(address)
	if err != nil {
		t.Fatal("TEST_REDIS_URL is no address of a Redis")
	}
	options.DB = 15
	client := redis.NewClient(options)
	t.Cleanup(func() { _ = client.Close() })
	await(t, client)
	empty(t, client)
	t.Setenv(sharedredis.Variable, "redis://"+options.Addr+"/15")
}

// await waits until no other test uses the database.
func await(t *testing.T, client *redis.Client) {
	t.Helper()
	for {
		mine, err := client.SetNX(t.Context(), turn, 1, time.Minute).Result()
		if err != nil {
			t.Fatal(err)
		}
		if mine {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Cleanup(func() { _ = client.Del(context.Background(), turn).Err() })
}

func empty(t *testing.T, client *redis.Client) {
	t.Helper()
	keys, err := client.Keys(t.Context(), sharedredis.Prefix+"*").Result()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if err := client.Del(t.Context(), key).Err(); err != nil {
			t.Fatal(err)
		}
	}
}
