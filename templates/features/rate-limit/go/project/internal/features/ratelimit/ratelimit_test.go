package ratelimit

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/features/redistest"
	"mcp-package/internal/features/sharedredis"
	"mcp-package/internal/server"
)

// replica is a server's own limiter; all of a test share one Redis.
func replica(t *testing.T, rate, burst float64) server.Limiter {
	t.Helper()
	extension, err := New(server.Settings{Rate: rate, Burst: burst})
	if err != nil {
		t.Fatal(err)
	}
	return extension.Limiter
}

func TestReplicasCountTogether(t *testing.T) {
	redistest.Start(t)
	replicas := []server.Limiter{replica(t, 0.01, 10), replica(t, 0.01, 10), replica(t, 0.01, 10)}
	var passed atomic.Int64
	var calls sync.WaitGroup
	for i := range 30 {
		calls.Go(func() {
			if replicas[i%3].Take(t.Context(), "a") == 0 {
				passed.Add(1)
			}
		})
	}
	calls.Wait()
	if passed.Load() != 10 {
		t.Errorf("%d of 10 requests passed", passed.Load())
	}
	if replicas[0].Take(t.Context(), "b") != 0 {
		t.Error("one client used up the limit of another")
	}
}

func TestTokensComeBack(t *testing.T) {
	redistest.Start(t)
	limiter := replica(t, 20, 1)
	if limiter.Wait(t.Context(), "a") != 0 || limiter.Take(t.Context(), "a") != 0 {
		t.Fatal("the first request has to wait")
	}
	wait := limiter.Take(t.Context(), "a")
	if wait <= 0 || wait > 50*time.Millisecond || limiter.Wait(t.Context(), "a") <= 0 {
		t.Fatalf("the second request waits %s", wait)
	}
	time.Sleep(wait)
	if again := limiter.Take(t.Context(), "a"); again != 0 {
		t.Errorf("after its wait it waits %s", again)
	}
}

func TestCountsAloneWhileRedisIsAway(t *testing.T) {
	t.Setenv(sharedredis.Variable, "redis://127.0.0.1:1/0")
	limiter := replica(t, 0.01, 2)
	for range 2 {
		if limiter.Take(t.Context(), "a") != 0 {
			t.Error("fewer than the limit passed")
		}
	}
	if limiter.Take(t.Context(), "a") == 0 || limiter.Wait(t.Context(), "a") == 0 {
		t.Error("more than the limit passed")
	}
}

func TestSettings(t *testing.T) {
	t.Setenv(sharedredis.Variable, "")
	extension, err := New(server.Settings{Rate: 1, Burst: 1})
	if err != nil || extension.Limiter != nil {
		t.Error("without Redis the usual limiter counts", err)
	}
	t.Setenv(sharedredis.Variable, "nowhere")
	if _, err := New(server.Settings{}); err == nil {
		t.Error("a wrong address was taken")
	}
	redistest.Start(t)
	if replica(t, 0, 0).Take(t.Context(), "a") != 0 {
		t.Error("a limit that is off holds somebody up")
	}
}

func TestServesOverHTTP(t *testing.T) {
	redistest.Start(t)
	t.Setenv("MCP_RATE_LIMIT", "0.01/2")
	served := featuretest.Serve(t, New)
	for i, want := range []int{200, 200, 429} {
		if got := served.Call("get_book", `{"id": 1}`); got.Status != want {
			t.Errorf("request %d: %d %s", i, got.Status, got.Text)
		}
	}
}
