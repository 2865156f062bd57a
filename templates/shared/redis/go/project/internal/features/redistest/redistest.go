// Package redistest gives tests a Redis of their own.
package redistest

import (
	"context"
	"os"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"mcp-package/internal/features/sharedredis"
)

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
	if err := client.FlushDB(context.Background()).Err(); err != nil {
		t.Fatal(err)
	}
	t.Setenv(sharedredis.Variable, "redis://"+options.Addr+"/15")
}
