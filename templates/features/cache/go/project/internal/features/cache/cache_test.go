package cache

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/features/redistest"
	"mcp-package/internal/features/sharedredis"
	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

// everywhere runs a test in memory and in Redis.
func everywhere(t *testing.T, test func(t *testing.T)) {
	t.Run("memory", func(t *testing.T) {
		t.Setenv(sharedredis.Variable, "")
		test(t)
	})
	t.Run("redis", func(t *testing.T) {
		redistest.Start(t)
		test(t)
	})
}

// api counts what it is asked and answers with a header.
type api struct {
	asked  atomic.Int64
	header http.Header
}

func (a *api) serve(w http.ResponseWriter, request *http.Request) {
	a.asked.Add(1)
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if tag := a.header.Get("Etag"); tag != "" && request.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	featuretest.JSON(w, http.StatusOK, `{"title":"Emma"}`)
}

func TestAnswersAreAskedForOnce(t *testing.T) {
	everywhere(t, func(t *testing.T) {
		books := &api{}
		served := featuretest.Serve(t, New)
		served.Upstream(books.serve)
		for range 3 {
			if got := served.Call("get_book", `{"id": 1}`); !strings.Contains(got.Text, `{\"title\":\"Emma\"}`) {
				t.Fatal(got.Text)
			}
		}
		served.Call("get_book", `{"id": 2}`)
		if books.asked.Load() != 2 {
			t.Errorf("two books were asked for %d times", books.asked.Load())
		}
		served.Call("add_book", `{}`)
		served.Call("get_book", `{"id": 1}`)
		if books.asked.Load() != 4 {
			t.Errorf("after a change the API was asked %d times", books.asked.Load())
		}
	})
}

func TestWhatTheAPISaysCounts(t *testing.T) {
	cases := []struct {
		name   string
		header http.Header
		asked  int64
	}{
		{"nothing", http.Header{}, 1},
		{"no-store", http.Header{"Cache-Control": {"no-store"}}, 2},
		{"private", http.Header{"Cache-Control": {"max-age=60, Private"}}, 2},
		{"no-cache", http.Header{"Cache-Control": {"no-cache"}}, 2},
		{"max-age=0", http.Header{"Cache-Control": {"max-age=0"}}, 2},
		{"max-age", http.Header{"Cache-Control": {"public, max-age=60"}}, 1},
		{"vary", http.Header{"Vary": {"*"}}, 2},
		{"a tag", http.Header{"Cache-Control": {"no-cache"}, "Etag": {`"1"`}}, 2},
	}
	everywhere(t, func(t *testing.T) {
		for _, each := range cases {
			books := &api{header: each.header}
			served := featuretest.Serve(t, New)
			served.Upstream(books.serve)
			served.Call("add_book", `{}`) // what the case before this one left is void
			books.asked.Store(0)
			served.Call("get_book", `{"id": 1}`)
			if got := served.Call("get_book", `{"id": 1}`); !strings.Contains(got.Text, "Emma") {
				t.Errorf("%s: %s", each.name, got.Text)
			}
			if books.asked.Load() != each.asked {
				t.Errorf("%s: asked %d times", each.name, books.asked.Load())
			}
		}
	})
}

func TestTimesOfOperations(t *testing.T) {
	t.Setenv("MCP_CACHE_OPERATIONS", "GET /books/{id}=0")
	books := &api{}
	served := featuretest.Serve(t, New)
	served.Upstream(books.serve)
	served.Call("get_book", `{"id": 1}`)
	served.Call("get_book", `{"id": 1}`)
	if books.asked.Load() != 2 {
		t.Error(books.asked.Load())
	}
}

func TestAnswersAskedForDuringAChangeAreNotKept(t *testing.T) {
	everywhere(t, func(t *testing.T) {
		extension, err := New(server.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		good := func(context.Context, *rest.Call) (*rest.Received, error) {
			return &rest.Received{Status: 200, Header: http.Header{}}, nil
		}
		asked := 0
		get := func(during func()) {
			_, _ = extension.Request(func(ctx context.Context, call *rest.Call) (*rest.Received, error) {
				asked++
				during()
				return good(ctx, call)
			})(t.Context(), &rest.Call{Method: "GET", Address: "https://a.example/1", Headers: http.Header{}})
		}
		get(func() { _, _ = extension.Request(good)(t.Context(), &rest.Call{Method: "POST"}) })
		get(func() {})
		get(func() {})
		if asked != 2 {
			t.Errorf("asked %d times", asked)
		}
	})
}

func TestAnswersBelongToTheirCredentials(t *testing.T) {
	call := func(name, value string) *rest.Call {
		return &rest.Call{Method: "GET", Address: "https://a.example/1", Headers: http.Header{name: {value}}}
	}
	plain := keyOf(&rest.Call{Method: "GET", Address: "https://a.example/1"})
	if keyOf(call("Authorization", "Bearer a")) == keyOf(call("Authorization", "Bearer b")) {
		t.Error("two callers share an answer")
	}
	if keyOf(call("Traceparent", "00-1")) != plain {
		t.Error("an answer belongs to one trace")
	}
}

func TestIsServedWithoutRedis(t *testing.T) {
	t.Setenv(sharedredis.Variable, "redis://127.0.0.1:1/0")
	books := &api{}
	served := featuretest.Serve(t, New)
	served.Upstream(books.serve)
	served.Call("get_book", `{"id": 1}`)
	served.Call("add_book", `{}`)
	if books.asked.Load() != 2 || served.Logged("cache cannot be read") == "" || served.Logged("cache may be out of date") == "" {
		t.Error(books.asked.Load())
	}
}

func TestMemoryHasItsRoom(t *testing.T) {
	m := newMemory(10)
	keep := func(key string, size int, time time.Duration) {
		_ = m.keep(t.Context(), key, entry{Body: bytes.Repeat([]byte("x"), size)}, time)
	}
	keep("a", 4, time.Hour)
	keep("b", 4, time.Hour)
	_, _, _ = m.find(t.Context(), "a")
	keep("c", 4, time.Hour)
	keep("c", 4, time.Hour)
	keep("d", 1, -time.Second)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": false} {
		if _, found, _ := m.find(t.Context(), key); (found != nil) != want {
			t.Errorf("%s: %v", key, found)
		}
	}
	if m.used != 8 || len(m.entries) != 2 {
		t.Error(m.used, len(m.entries))
	}
}

func TestSettings(t *testing.T) {
	wrong := map[string]string{"MCP_CACHE_SECONDS": "0", "MCP_CACHE_MB": "much", "MCP_CACHE_OPERATIONS": "POST /books=1", sharedredis.Variable: "x"}
	for name, value := range wrong {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if _, err := New(server.Settings{}); err == nil {
				t.Error("a wrong setting was taken")
			}
		})
	}
}
