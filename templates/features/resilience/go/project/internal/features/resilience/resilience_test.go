package resilience

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

// around gives the feature around a request that ends as end says.
func around(t *testing.T, end rest.Deliver) rest.Deliver {
	t.Helper()
	extension, err := New(server.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return extension.Request(end)
}

func call() *rest.Call { return &rest.Call{Operation: "GET /books", MaxTries: 3} }

func failing(status int) rest.Deliver {
	return func(context.Context, *rest.Call) (*rest.Received, error) { return nil, &rest.APIError{Status: status, Message: "no"} }
}

func isRefused(err error, text string) bool {
	var refused *rest.APIError
	return errors.As(err, &refused) && strings.Contains(refused.Message, text)
}

func TestTheCircuitOpensAndCloses(t *testing.T) {
	t.Setenv("MCP_BREAKER_FAILURES", "3")
	t.Setenv("MCP_BREAKER_SECONDS", "0.1")
	var answer atomic.Pointer[rest.APIError]
	answer.Store(&rest.APIError{Status: 503})
	asked := 0
	deliver := around(t, func(context.Context, *rest.Call) (*rest.Received, error) {
		asked++
		if problem := answer.Load(); problem != nil {
			return nil, problem
		}
		return &rest.Received{Status: 200}, nil
	})
	for range 3 {
		_, _ = deliver(t.Context(), call())
	}
	if _, err := deliver(t.Context(), call()); !isRefused(err, "failed 3 times in a row and is left alone for 0.1 s") || asked != 3 {
		t.Fatal(err, asked)
	}
	time.Sleep(120 * time.Millisecond)
	_, _ = deliver(t.Context(), call()) // it tries, and the API is still not well
	if _, err := deliver(t.Context(), call()); !isRefused(err, "left alone") || asked != 4 {
		t.Fatal(err, asked)
	}
	time.Sleep(120 * time.Millisecond)
	answer.Store(nil)
	for range 2 {
		if _, err := deliver(t.Context(), call()); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatIsNoFailureOfTheAPI(t *testing.T) {
	t.Setenv("MCP_BREAKER_FAILURES", "2")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	late, end := context.WithTimeout(t.Context(), 0)
	defer end()
	ended := func(ctx context.Context, _ *rest.Call) (*rest.Received, error) { return nil, ctx.Err() }
	cases := []struct {
		name  string
		ctx   context.Context
		end   rest.Deliver
		opens bool
	}{
		{"a wrong argument", t.Context(), failing(404), false},
		{"too many requests", t.Context(), failing(429), true},
		{"no answer", t.Context(), failing(0), true},
	}
	for _, each := range cases {
		deliver := around(t, each.end)
		for range 4 {
			_, _ = deliver(each.ctx, call())
		}
		if _, err := deliver(each.ctx, call()); isRefused(err, "left alone") != each.opens {
			t.Errorf("%s: %v", each.name, err)
		}
	}
	if _, err := ended(late, nil); !errors.Is(verdict(late, err), errFailed) {
		t.Error("the deadline is the API's failure")
	}
	if _, err := ended(gone, nil); !errors.Is(verdict(gone, err), errUnknown) {
		t.Error("of a caller that gave up nobody knows")
	}
}

func TestRetriesHaveABudget(t *testing.T) {
	t.Setenv("MCP_RETRIES", "1")
	t.Setenv("MCP_RETRY_BUDGET", "0.01")
	t.Setenv("MCP_BREAKER_FAILURES", "100")
	tries := 0
	deliver := around(t, func(_ context.Context, call *rest.Call) (*rest.Received, error) {
		call.Tries = call.MaxTries
		tries += call.Tries
		return nil, &rest.APIError{Status: 503}
	})
	for range 50 {
		_, _ = deliver(t.Context(), call())
	}
	if tries < 60 || tries > 61 {
		t.Errorf("50 requests were sent %d times", tries)
	}
}

func TestTheBulkhead(t *testing.T) {
	t.Setenv("MCP_BULKHEAD", "2")
	t.Setenv("MCP_BULKHEAD_SECONDS", "0.05")
	leave := make(chan struct{})
	var running sync.WaitGroup
	var inside atomic.Int64
	deliver := around(t, func(context.Context, *rest.Call) (*rest.Received, error) {
		inside.Add(1)
		<-leave
		return &rest.Received{Status: 200}, nil
	})
	for range 2 {
		running.Go(func() { _, _ = deliver(t.Context(), call()) })
	}
	for inside.Load() < 2 {
		time.Sleep(time.Millisecond)
	}
	if _, err := deliver(t.Context(), call()); !isRefused(err, "2 requests to the API are running already") {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := deliver(gone, call()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(leave)
	running.Wait()
	if _, err := deliver(t.Context(), call()); err != nil {
		t.Error(err)
	}
}

func TestCallersAreToldWhatHappened(t *testing.T) {
	t.Setenv("MCP_BREAKER_FAILURES", "1")
	served := featuretest.Serve(t, New)
	served.Upstream(func(w http.ResponseWriter, _ *http.Request) { featuretest.JSON(w, http.StatusServiceUnavailable, `{}`) })
	served.Call("add_book", `{}`)
	if got := served.Call("get_book", `{"id": 1}`); !strings.Contains(got.Text, "is left alone for 30 s. Try again later.") {
		t.Error(got.Text)
	}
}

func TestSettings(t *testing.T) {
	for _, name := range []string{"MCP_RETRIES", "MCP_RETRY_BUDGET", "MCP_BREAKER_FAILURES", "MCP_BREAKER_SECONDS", "MCP_BULKHEAD"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "many")
			if _, err := New(server.Settings{}); err == nil {
				t.Error("a wrong setting was taken")
			}
		})
	}
}
