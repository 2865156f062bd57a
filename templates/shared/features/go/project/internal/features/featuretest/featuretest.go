// Package featuretest has what the tests of features share: a server over HTTP with two tools, and the API behind it.
package featuretest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

const revision = "2026-07-28"

// catalog has a tool that reads and one that writes.
const catalog = `{"tools": [
{"name": "get_book", "title": "Get a book", "description": "Get a book.", "annotations": {"readOnlyHint": true, "idempotentHint": true},
 "inputSchema": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
 "_operation": {"operationId": "getBook", "method": "GET", "path": "/books/{id}"}},
{"name": "add_book", "title": "Add a book", "description": "Add a book.", "annotations": {"readOnlyHint": false},
 "inputSchema": {"type": "object", "properties": {"title": {"type": "string"}}},
 "_operation": {"operationId": "addBook", "method": "POST", "path": "/books"}}
]}`

type getArgs struct {
	ID int64 `json:"id"`
}

type addArgs struct {
	Title string `json:"title"`
}

// Serving is a server that runs, and the API behind it.
type Serving struct {
	*server.Server
	URL  string
	t    *testing.T
	api  http.HandlerFunc
	logs *lines
}

// lines keeps what is logged.
type lines struct {
	mutex sync.Mutex
	all   []string
}

// Write takes one line.
func (l *lines) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.all = append(l.all, string(line))
	return len(line), nil
}

// keepLogs has all log lines of a test go into a list.
func keepLogs(t *testing.T) *lines {
	kept, before := &lines{}, slog.Default()
	server.ConfigureLogging(kept, slog.LevelDebug)
	t.Cleanup(func() { slog.SetDefault(before) })
	return kept
}

// Logged gives the last log line that has all of these texts; "" when there is none.
func (s *Serving) Logged(texts ...string) string {
	s.logs.mutex.Lock()
	defer s.logs.mutex.Unlock()
	for _, line := range slices.Backward(s.logs.all) {
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(line, text) }) {
			return line
		}
	}
	return ""
}

// Answer is what came back over HTTP.
type Answer struct {
	Status int
	Header http.Header
	Text   string
	// Closed says that the server wants no further request on the connection.
	Closed bool
}

// Serve makes a server with extensions and the settings of the environment, and serves it until the test ends. The API
// answers {"title": "Emma"} until the test says otherwise.
func Serve(t *testing.T, makers ...func(server.Settings) (server.Extension, error)) *Serving {
	t.Helper()
	settings, err := server.ReadSettings()
	if err != nil {
		t.Fatal(err)
	}
	extensions, err := server.Extend(settings, makers...)
	if err != nil {
		t.Fatal(err)
	}
	served := &Serving{t: t, logs: keepLogs(t), api: func(w http.ResponseWriter, _ *http.Request) { JSON(w, http.StatusOK, `{"title": "Emma"}`) }}
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { served.api(w, request) }))
	t.Cleanup(api.Close)
	client, err := rest.NewClient(rest.Config{BaseURL: api.URL, EnvPrefix: "BOOKS"})
	if err != nil {
		t.Fatal(err)
	}
	served.Server, err = server.New(server.Options{
		Name: "books", Version: "0.1.0", Catalog: []byte(catalog), Settings: settings, Client: client, Extensions: extensions,
		Handlers: map[string]server.Handler{
			"get_book": server.Call(func(ctx context.Context, args getArgs) (*rest.Response, error) {
				request := rest.NewRequest("GET", "/books/{id}")
				request.Path("id", args.ID)
				return client.Do(ctx, request)
			}),
			"add_book": server.Call(func(ctx context.Context, args addArgs) (*rest.Response, error) {
				request := rest.NewRequest("POST", "/books")
				request.Query("title", args.Title)
				return client.Do(ctx, request)
			}),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	stop, err := served.Start(t.Context())
	t.Cleanup(stop)
	if err != nil {
		t.Fatal(err)
	}
	handler, err := served.Handler(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(handler)
	t.Cleanup(front.Close)
	served.URL = front.URL
	return served
}

// Upstream sets what the API answers. It is for the time before calls.
func (s *Serving) Upstream(api http.HandlerFunc) { s.api = api }

// JSON answers with a JSON text.
func JSON(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text)
}

// Get reads a route; headers are names and values by turns.
func (s *Serving) Get(path string, headers ...string) Answer {
	s.t.Helper()
	return s.send(http.MethodGet, path, "", headers)
}

// Post sends JSON to a route.
func (s *Serving) Post(path, body string, headers ...string) Answer {
	s.t.Helper()
	return s.send(http.MethodPost, path, body, append([]string{"Content-Type", "application/json"}, headers...))
}

// Call calls a tool as clients of the newest revision do.
func (s *Serving) Call(tool, arguments string, headers ...string) Answer {
	s.t.Helper()
	return s.CallWith(map[string]any{}, tool, arguments, headers...)
}

// CallWith calls a tool with more members of _meta.
func (s *Serving) CallWith(meta map[string]any, tool, arguments string, headers ...string) Answer {
	s.t.Helper()
	meta["io.modelcontextprotocol/protocolVersion"] = revision
	meta["io.modelcontextprotocol/clientInfo"] = map[string]string{"name": "tests", "version": "1"}
	meta["io.modelcontextprotocol/clientCapabilities"] = map[string]any{}
	body, err := json.Marshal(map[string]any{
		"jsonrpc": "2.0", "id": 1, "method": "tools/call",
		"params": map[string]any{"name": tool, "arguments": json.RawMessage(arguments), "_meta": meta},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	usual := []string{
		"Accept", "application/json, text/event-stream", "MCP-Protocol-Version", revision,
		"Mcp-Method", "tools/call", "Mcp-Name", tool,
	}
	return s.Post("/mcp", string(body), append(usual, headers...)...)
}

func (s *Serving) send(method, path, body string, headers []string) Answer {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return Answer{response.StatusCode, response.Header, string(text), response.Close}
}
