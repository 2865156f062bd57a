package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// extendedServer has the tools get_pet and add_pet, whose requests go to an API that answers {}, and one written by hand.
func extendedServer(t *testing.T, dynamic bool, extensions ...Extension) *Server {
	t.Helper()
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{}`))
	}))
	t.Cleanup(api.Close)
	client, err := rest.NewClient(rest.Config{BaseURL: api.URL, EnvPrefix: "TEST"})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method string) Handler {
		return CallWithout(func(ctx context.Context) (*rest.Response, error) {
			return client.Do(ctx, rest.NewRequest(method, "/pets"))
		})
	}
	s, err := New(Options{
		Name: "test", Version: "1", Catalog: []byte(testCatalog), Dynamic: dynamic, Settings: Settings{MaxResponseBytes: 10_000},
		Handlers: map[string]Handler{
			"get_pet": func(ctx context.Context, _ map[string]json.RawMessage) (*rest.Response, error) {
				return ask("GET")(ctx, nil)
			},
			"add_pet": ask("POST"),
		},
		Client: client, Extensions: extensions,
	})
	if err != nil {
		t.Fatal(err)
	}
	mcp.AddTool(s.MCP, &mcp.Tool{Name: "own", Description: "Own.", Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true}},
		func(context.Context, *mcp.CallToolRequest, struct{}) (*mcp.CallToolResult, any, error) {
			return textResult("mine"), nil, nil
		})
	return s
}

// noting writes down what it stands around.
func noting(name string, notes *[]string) Extension {
	return Extension{
		Tool: func(next ToolHandler) ToolHandler {
			return func(ctx context.Context, call *ToolCall) (*mcp.CallToolResult, error) {
				kind := "writes"
				if call.ReadOnly {
					kind = "reads"
				}
				*notes = append(*notes, strings.Join([]string{name, call.Name, call.Operation, kind, string(call.Arguments)}, "|"))
				return next(ctx, call)
			}
		},
		Request: func(next rest.Deliver) rest.Deliver {
			return func(ctx context.Context, call *rest.Call) (*rest.Received, error) {
				*notes = append(*notes, name+"|"+call.Operation)
				return next(ctx, call)
			}
		},
	}
}

func TestExtensionsStandAroundCallsInTheirOrder(t *testing.T) {
	cases := []struct {
		tool, arguments string
		dynamic         bool
		want            []string
	}{
		{"get_pet", `{"pet_id":1}`, false, []string{
			`a|get_pet|GET /pets/{id}|reads|{"pet_id":1}`, `b|get_pet|GET /pets/{id}|reads|{"pet_id":1}`, "a|GET /pets", "b|GET /pets",
		}},
		{"add_pet", `{}`, false, []string{"a|add_pet|POST /pets|writes|{}", "b|add_pet|POST /pets|writes|{}", "a|POST /pets", "b|POST /pets"}},
		{"own", `{}`, false, []string{"a|own||reads|{}", "b|own||reads|{}"}},
		{"call_operation", `{"name":"add_pet","arguments":{}}`, true, []string{
			"a|add_pet|POST /pets|writes|{}", "b|add_pet|POST /pets|writes|{}", "a|POST /pets", "b|POST /pets",
		}},
		{"search_operations", `{"query":"pet"}`, true, []string{
			`a|search_operations||reads|{"query":"pet"}`, `b|search_operations||reads|{"query":"pet"}`,
		}},
	}
	for _, each := range cases {
		var notes []string
		s := extendedServer(t, each.dynamic, noting("a", &notes), noting("b", &notes))
		if text, isError := call(t, session(t, s), each.tool, each.arguments); isError {
			t.Fatal(text)
		}
		if !reflect.DeepEqual(notes, each.want) {
			t.Errorf("%s: %q", each.tool, notes)
		}
	}
}

func TestExtensionsDoNotSeeToolsThatAreNone(t *testing.T) {
	var notes []string
	client := session(t, extendedServer(t, false, noting("a", &notes)))
	if _, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: "nothing"}); err == nil || len(notes) > 0 {
		t.Error(err, notes)
	}
}

func TestCallsWithoutASession(t *testing.T) {
	var notes []string
	s := extendedServer(t, false, noting("a", &notes))
	tools, err := s.Tools(t.Context())
	if err != nil || len(tools) != 3 || tools[0].Name != "get_pet" || tools[2].Name != "own" {
		t.Fatal(tools, err)
	}
	result, err := s.Call(t.Context(), "add_pet", json.RawMessage(`{}`), nil)
	if err != nil || result.IsError || len(notes) != 2 {
		t.Error(result, err, notes)
	}
	if _, err := s.Call(t.Context(), "nothing", nil, nil); err == nil {
		t.Error("an unknown tool was called")
	}
}

// never lets nobody through.
type never struct{}

func (never) Wait(context.Context, string) time.Duration { return 0 }
func (never) Take(context.Context, string) time.Duration { return 1500 * time.Millisecond }

func TestExtensionsServeOverHTTP(t *testing.T) {
	says := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
	cases := []struct {
		name, path string
		token      string
		limiter    Limiter
		want       int
	}{
		{"open", "/open", "secret", never{}, http.StatusNoContent},
		{"guarded, without its token", "/closed", "secret", nil, http.StatusUnauthorized},
		{"guarded", "/closed", "", nil, http.StatusNoContent},
		{"limited by an extension", "/closed", "", never{}, http.StatusTooManyRequests},
	}
	for _, each := range cases {
		s := extendedServer(t, false, Extension{
			Limiter: each.limiter, Challenge: `, more="1"`,
			Routes: func(*Server) []Route {
				return []Route{{Pattern: "GET /open", Handler: says, Open: true}, {Pattern: "GET /closed", Handler: says}}
			},
			Handler: func(next http.Handler, _ *Server) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
					w.Header().Set("X-Around", "1")
					next.ServeHTTP(w, request)
				})
			},
		})
		handler, err := s.Handler(t.Context(), Settings{ServerToken: each.token})
		if err != nil {
			t.Fatal(err)
		}
		got := httptest.NewRecorder()
		handler.ServeHTTP(got, httptest.NewRequest("GET", "http://localhost"+each.path, nil))
		if got.Code != each.want || got.Header().Get("X-Around") != "1" {
			t.Errorf("%s: %d %v", each.name, got.Code, got.Header())
		}
		if got.Code == http.StatusUnauthorized && !strings.HasSuffix(got.Header().Get("WWW-Authenticate"), `, more="1"`) {
			t.Error(got.Header())
		}
		if got.Code == http.StatusTooManyRequests && got.Header().Get("Retry-After") != "2" {
			t.Error(got.Header())
		}
	}
}

func TestExtensionsStartAndEnd(t *testing.T) {
	var notes []string
	var drained atomic.Int32
	starting := func(name string, err error) Extension {
		return Extension{
			Start: func(context.Context, *Server) (func(), error) {
				notes = append(notes, "start "+name)
				return func() { notes = append(notes, "stop "+name) }, err
			},
			Drain: func(context.Context) { drained.Add(1) },
			Grace: time.Minute,
		}
	}
	s := extendedServer(t, false, starting("a", nil), Extension{}, starting("b", errors.New("wrong")))
	stop, err := s.Start(t.Context())
	if err == nil || s.Stopping() || s.grace() != time.Minute {
		t.Error(err, s.Stopping(), s.grace())
	}
	stop()
	if want := []string{"start a", "start b", "stop a"}; !reflect.DeepEqual(notes, want) {
		t.Error(notes)
	}
	s.Drain(t.Context())
	if !s.Stopping() || drained.Load() != 2 {
		t.Error(s.Stopping(), drained.Load())
	}
	failing := func(Settings) (Extension, error) { return Extension{}, &rest.SettingsError{Problem: "wrong"} }
	if _, err := Extend(Settings{}, failing); err == nil {
		t.Error("a wrong setting was taken")
	}
}
