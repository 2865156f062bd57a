package longoperations

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/features/redistest"
	"mcp-package/internal/features/sharedredis"
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

var idPattern = regexp.MustCompile(`"operation_id":"(\w+)"`)

// begin starts an operation and gives its id.
func begin(t *testing.T, served *featuretest.Serving, tool, arguments string) string {
	t.Helper()
	got := served.Call("start_operation", `{"tool": "`+tool+`", "arguments": `+arguments+`}`)
	found := idPattern.FindStringSubmatch(got.Text)
	if found == nil {
		t.Fatal(got.Text)
	}
	return found[1]
}

// awaits asks for the state of an operation until its answer says what is wanted.
func awaits(t *testing.T, served *featuretest.Serving, id, want string) string {
	t.Helper()
	for range 200 {
		if got := served.Call("operation_status", `{"operation_id": "`+id+`"}`); strings.Contains(got.Text, want) {
			return got.Text
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no %s within 2 s", want)
	return ""
}

func TestStartsAndTells(t *testing.T) {
	everywhere(t, func(t *testing.T) {
		served := featuretest.Serve(t, New)
		id := begin(t, served, "get_book", `{"id": 1}`)
		if got := awaits(t, served, id, `"status":"completed"`); !strings.Contains(got, "Emma") {
			t.Error(got)
		}
		failing := begin(t, served, "get_book", `{}`)
		awaits(t, served, failing, `"status":"failed"`)
		for _, wrong := range []string{"nothing", "start_operation"} {
			got := served.Call("start_operation", `{"tool": "`+wrong+`", "arguments": {}}`)
			if !strings.Contains(got.Text, "there is no tool") {
				t.Error(got.Text)
			}
		}
		if got := served.Call("operation_status", `{"operation_id": "unknown"}`); !strings.Contains(got.Text, "there is no operation") {
			t.Error(got.Text)
		}
		if got := served.Call("start_operation", `{"tool": 1}`); !strings.Contains(got.Text, "Change the arguments.") {
			t.Error(got.Text)
		}
	})
}

func TestCancels(t *testing.T) {
	everywhere(t, func(t *testing.T) {
		t.Setenv("MCP_OPERATIONS", "1")
		served := featuretest.Serve(t, New)
		served.Upstream(func(_ http.ResponseWriter, request *http.Request) { <-request.Context().Done() })
		id := begin(t, served, "get_book", `{"id": 1}`)
		if got := served.Call("start_operation", `{"tool": "get_book", "arguments": {"id": 1}}`); !strings.Contains(got.Text, "1 operations are running") {
			t.Error(got.Text)
		}
		got := served.Call("operation_cancel", `{"operation_id": "`+id+`"}`)
		if !strings.Contains(got.Text, `\"status\":\"cancelled\"`) {
			t.Error(got.Text)
		}
		awaits(t, served, id, `"status":"cancelled"`)
	})
}

func TestCallersSeeOnlyTheirOwn(t *testing.T) {
	redistest.Start(t)
	o := replica(t)
	mine := server.WithClaims(t.Context(), map[string]any{"sub": "me"})
	result := o.accept(mine, "get_book", json.RawMessage(`{"id": 1}`))
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	id := idPattern.FindStringSubmatch(string(text))[1]
	if _, problem := o.mine(mine, id); problem != nil {
		t.Error("an owner does not see an operation")
	}
	other := server.WithClaims(t.Context(), map[string]any{"sub": "you"})
	if _, problem := o.mine(other, id); problem == nil {
		t.Error("somebody else sees an operation")
	}
}

// replica is a process that has started; it keeps no leases by itself.
func replica(t *testing.T) *operations {
	t.Helper()
	client, err := sharedredis.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	served := featuretest.Serve(t)
	return &operations{
		server: served.Server, store: inRedis{client}, worker: t.Name() + time.Now().String(), kept: time.Minute, most: 20,
		running: map[string]*task{},
	}
}

// abandoned is an operation whose replica has died.
func abandoned(t *testing.T, o *operations, id string, repeatable bool, wanted state) {
	t.Helper()
	one := record{ID: id, Tool: "get_book", Arguments: json.RawMessage(`{"id": 1}`), Owner: ownerOf(nil), Repeatable: repeatable, State: running, Worker: "dead"}
	if err := o.store.add(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	if wanted == cancelling {
		if err := o.store.cancel(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.store.release(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func TestOperationsOfADeadReplicaHaveAnEnd(t *testing.T) {
	redistest.Start(t)
	o, other := replica(t), replica(t)
	abandoned(t, o, "again", true, running)
	abandoned(t, o, "once", false, running)
	abandoned(t, o, "unwanted", true, cancelling)
	for _, each := range []*operations{o, other} {
		if err := each.keepOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	wanted := map[string]state{"again": completed, "once": failed, "unwanted": cancelled}
	for id, want := range wanted {
		var found *record
		for range 200 {
			var err error
			if found, err = o.store.find(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if found.ended() {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if found.State != want || (id == "once" && !strings.Contains(string(found.Result), "is not known")) {
			t.Errorf("%s: %s %s", id, found.State, found.Result)
		}
	}
	given := record{ID: "again", Worker: "dead", State: failed}
	if written, err := o.store.end(t.Context(), given, time.Minute); written || err != nil {
		t.Error("a replica that was given up wrote an end", err)
	}
}

func TestTheEndLeavesWhatCanBeRepeated(t *testing.T) {
	redistest.Start(t)
	o, other := replica(t), replica(t)
	var asked atomic.Int64
	served := featuretest.Serve(t)
	served.Upstream(func(w http.ResponseWriter, request *http.Request) {
		if asked.Add(1) == 1 {
			<-request.Context().Done()
		}
		featuretest.JSON(w, http.StatusOK, `{}`)
	})
	o.server, other.server = served.Server, served.Server
	o.accept(t.Context(), "get_book", json.RawMessage(`{"id": 1}`))
	for asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	o.leave(context.Background())
	if err := other.keepOnce(t.Context()); err != nil || other.count() != 1 {
		t.Error("nobody went on with it", err, other.count())
	}
	for other.count() > 0 {
		time.Sleep(time.Millisecond)
	}
	if asked.Load() != 2 {
		t.Errorf("the API was asked %d times", asked.Load())
	}
}

func TestWithoutRedisNothingIsAccepted(t *testing.T) {
	t.Setenv(sharedredis.Variable, "redis://127.0.0.1:1/0")
	served := featuretest.Serve(t, New)
	if got := served.Call("start_operation", `{"tool": "get_book", "arguments": {"id": 1}}`); !strings.Contains(got.Text, "cannot be reached") {
		t.Error(got.Text)
	}
	if got := served.Call("operation_status", `{"operation_id": "x"}`); !strings.Contains(got.Text, "cannot be reached") {
		t.Error(got.Text)
	}
}

func TestMemoryForgetsWhatIsOver(t *testing.T) {
	m := newMemory()
	_ = m.add(t.Context(), record{ID: "a", State: running})
	if written, _ := m.end(t.Context(), record{ID: "a", State: completed}, -time.Second); !written {
		t.Error("the end was not written")
	}
	if found, _ := m.find(t.Context(), "a"); found != nil {
		t.Error("it is still there")
	}
	_ = m.add(t.Context(), record{ID: "b", State: running})
	if len(m.records) != 1 {
		t.Error(len(m.records))
	}
}

func TestSettings(t *testing.T) {
	for _, name := range []string{"MCP_OPERATION_SECONDS", "MCP_OPERATIONS", sharedredis.Variable} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "many")
			if _, err := New(server.Settings{}); err == nil {
				t.Error("a wrong setting was taken")
			}
		})
	}
}
