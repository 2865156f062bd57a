package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

const testCatalog = `{"tools": [
{"name": "get_pet", "title": "Find pet by ID", "description": "Find pet by ID.", "inputSchema": {"type": "object", "properties": {
  "pet_id": {"type": "integer", "minimum": 1}, "note": {"type": "string", "pattern": "^\\u0041(?!x)"}, "size": {"enum": ["s", "l"]},
  "tags": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
  "nick": {"type": ["string", "null"]}}, "required": ["pet_id"], "additionalProperties": false},
 "annotations": {"readOnlyHint": true, "destructiveHint": false}, "_operation": {"operationId": "getPetById", "method": "GET", "path": "/pets/{id}", "tags": ["pet"]}},
{"name": "add_pet", "title": "Add a pet", "description": "Add a pet.", "inputSchema": {"type": "object", "properties": {}},
 "annotations": {"readOnlyHint": false}, "_operation": {"method": "POST", "path": "/pets"}}
]}`

type petArgs struct {
	PetID int64   `json:"pet_id"`
	Note  *string `json:"note,omitempty"`
}

// newServer has two tools: one that shows its arguments, one that fails as the test says.
func newServer(t *testing.T, dynamic bool, add func(context.Context) (*rest.Response, error)) *Server {
	t.Helper()
	s, err := New(Options{
		Name: "test", Version: "1", Catalog: []byte(testCatalog), Dynamic: dynamic, Settings: Settings{MaxResponseBytes: 10_000},
		Handlers: map[string]Handler{
			"get_pet": Call(func(_ context.Context, args petArgs) (*rest.Response, error) {
				return &rest.Response{Status: 200, JSON: json.RawMessage(fmt.Sprintf(`{"id": %d}`, args.PetID))}, nil
			}),
			"add_pet": CallWithout(add),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func session(t *testing.T, s *Server) *mcp.ClientSession {
	t.Helper()
	here, there := mcp.NewInMemoryTransports()
	if _, err := s.MCP.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "t", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func call(t *testing.T, client *mcp.ClientSession, name, arguments string) (string, bool) {
	t.Helper()
	result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: json.RawMessage(arguments)})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, content := range result.Content {
		if text, isText := content.(*mcp.TextContent); isText {
			texts = append(texts, text.Text)
		}
	}
	return strings.Join(texts, "\n"), result.IsError
}

func TestArguments(t *testing.T) {
	client := session(t, newServer(t, false, nil))
	cases := []struct {
		arguments, want string
		isError         bool
	}{
		{`{"pet_id": 7}`, `{"id":7}`, false},
		{`{"pet_id": 7, "note": null}`, `{"id":7}`, false},
		{`{"pet_id": 7, "note": "A"}`, `{"id":7}`, false},
		{`{"pet_id": 9007199254740993}`, `{"id":9007199254740993}`, false},
		{`{}`, "pet_id: is required", true},
		{`{"pet_id": null}`, "pet_id: must be integer (got null)", true},
		{`{"pet_id": "secret"}`, "pet_id: must be integer (got string)", true},
		{`{"pet_id": 0}`, "pet_id: breaks the rule minimum 1 (got integer)", true},
		{`{"pet_id": 1, "size": "xl"}`, `size: must be one of ["s","l"]`, true},
		{`{"pet_id": 1, "tags": [{"name": "a"}, {}]}`, "tags[1].name: is required", true},
		{`{"pet_id": 1, "petId": 1}`, "unknown argument petId; known: pet_id, note", true},
		{`{"pet_id": 1e999999999}`, "out of range", true},
		{`{"pet_id": 1e2}`, "64 bits", true},
	}
	for _, each := range cases {
		text, isError := call(t, client, "get_pet", each.arguments)
		if isError != each.isError || !strings.Contains(text, each.want) || strings.Contains(text, "secret") {
			t.Errorf("%s: %s", each.arguments, text)
		}
	}
}

func TestErrors(t *testing.T) {
	cases := map[string]func(context.Context) (*rest.Response, error){
		"Argument a: is odd.": func(context.Context) (*rest.Response, error) {
			return nil, &rest.ArgumentError{Name: "a", Problem: "is odd"}
		},
		"It said no. (reference ": func(context.Context) (*rest.Response, error) {
			return nil, &rest.APIError{Status: 400, Message: "It said no."}
		},
		"The tool failed inside the server (reference ": func(context.Context) (*rest.Response, error) {
			return nil, errors.New("secret detail")
		},
		"The tool failed inside": func(context.Context) (*rest.Response, error) { panic("secret detail") },
	}
	for want, add := range cases {
		text, isError := call(t, session(t, newServer(t, false, add)), "add_pet", `{}`)
		if !isError || !strings.HasPrefix(text, want) || strings.Contains(text, "secret") {
			t.Errorf("%q is not %q", text, want)
		}
	}
	_, err := session(t, newServer(t, false, nil)).CallTool(t.Context(), &mcp.CallToolParams{Name: "nothing"})
	if err == nil || !strings.Contains(err.Error(), "unknown tool") {
		t.Error(err)
	}
}

func TestDynamicMode(t *testing.T) {
	client := session(t, newServer(t, true, nil))
	cases := []struct {
		tool, arguments, want string
		isError               bool
	}{
		{"search_operations", `{"query": "pet by id"}`, `{"operations":[{"name":"get_pet","operation":"GET /pets/{id}"`, false},
		{"search_operations", `{"query": "", "limit": 1}`, `"total":2`, false},
		{"search_operations", `{"query": "POST /pets"}`, `{"operations":[{"name":"add_pet"`, false},
		{"describe_operation", `{"name": "getPetById"}`, `"inputSchema":{"type":"object"`, false},
		{"describe_operation", `{"name": "get_pets_by_id"}`, "Did you mean get_pet", true},
		{"call_operation", `{"name": "get_pet", "arguments": {"pet_id": 3}}`, `{"id":3}`, false},
		{"call_operation", `{"name": "get_pet"}`, "pet_id: is required", true},
	}
	for _, each := range cases {
		text, isError := call(t, client, each.tool, each.arguments)
		if isError != each.isError || !strings.Contains(text, each.want) {
			t.Errorf("%s %s: %s", each.tool, each.arguments, text)
		}
	}
}

func TestListsInTheOrderOfTheDocument(t *testing.T) {
	listed, err := session(t, newServer(t, false, nil)).ListTools(t.Context(), nil)
	if err != nil || len(listed.Tools) != 2 || listed.Tools[0].Name != "get_pet" {
		t.Errorf("%v %v", listed, err)
	}
}

func TestResults(t *testing.T) {
	long := strings.Repeat("é\n", 10_000)
	cases := []struct {
		response rest.Response
		want     string
	}{
		{rest.Response{Status: 204, Empty: true}, "Done (status 204, no content)."},
		{rest.Response{JSON: json.RawMessage(`[1, 2]`)}, `"structuredContent":{"result":[1,2]}`},
		{rest.Response{Text: "plain"}, `"text":"plain"`},
		{rest.Response{Text: long}, "[Truncated: the answer has 20000 characters"},
		{rest.Response{JSON: json.RawMessage(jsonText(long))}, "[Truncated"},
		{rest.Response{Bytes: []byte("x"), MediaType: "image/png"}, `"type":"image"`},
		{rest.Response{Bytes: []byte("x"), MediaType: "audio/mpeg"}, `"type":"audio"`},
		{rest.Response{Bytes: []byte("x")}, `"mimeType":"application/octet-stream"`},
		{rest.Response{Bytes: make([]byte, 10_000)}, "too large to show"},
	}
	for _, each := range cases {
		text, err := json.Marshal(succeeded(&each.response, 10_000))
		if err != nil || !strings.Contains(string(text), each.want) || len(text) > 11_000 {
			t.Errorf("%d bytes, %.200s lack %s", len(text), text, each.want)
		}
	}
}

func TestStdio(t *testing.T) {
	s := newServer(t, false, nil)
	in, write := io.Pipe()
	read, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- s.ServeStdio(t.Context(), in, out) }()
	lines := bufio.NewScanner(read)
	exchange := func(line, want string) {
		t.Helper()
		if _, err := io.WriteString(write, line+"\n"); err != nil {
			t.Fatal(err)
		}
		if want != "" && (!lines.Scan() || !strings.Contains(lines.Text(), want)) {
			t.Errorf("%s was answered with %s", line, lines.Text())
		}
	}
	exchange("{oops", `"code":-32700`)
	exchange("[1]", `"code":-32600`)
	exchange("", "")
	exchange(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},`+
		`"clientInfo":{"name":"t","version":"1"}}}`, `"id":1`)
	exchange(`{"jsonrpc":"2.0","method":"notifications/initialized"}`, "")
	exchange(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get_pet","arguments":{"pet_id":5}}}`, `\"id\":5`)
	_ = write.Close()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the end of stdin did not end the server")
	}
}

func TestGuard(t *testing.T) {
	settings := Settings{Host: "127.0.0.1", Port: 8000, Rate: 1, Burst: 3, ServerToken: "letmein-please", AllowedHosts: []string{"mcp.example:*"}}
	cases := []struct {
		name, host, origin, token string
		status                    int
	}{
		{"right", "127.0.0.1:8000", "", "letmein-please", 400}, // the endpoint wants another body
		{"configured host", "mcp.example:1", "http://localhost:3000", "letmein-please", 400},
		{"foreign host", "evil.example", "", "letmein-please", 421},
		{"no port", "127.0.0.1:1.evil", "", "letmein-please", 421},
		{"foreign origin", "localhost", "https://evil.example", "letmein-please", 403},
		{"null origin", "localhost", "null", "letmein-please", 403},
		{"wrong token", "localhost", "", "letmein", 401},
		{"no token", "localhost", "", "", 401},
	}
	for _, each := range cases {
		handler, err := newServer(t, false, nil).Handler(t.Context(), settings)
		if err != nil {
			t.Fatal(err)
		}
		if got := post(handler, each.host, each.origin, each.token); got.Code != each.status {
			t.Errorf("%s: %d %s", each.name, got.Code, got.Body)
		}
	}
}

func post(handler http.Handler, host, origin, token string) *httptest.ResponseRecorder {
	request := httptest.NewRequest("POST", "/mcp", strings.NewReader("{}"))
	request.Host = host
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, text/event-stream")
	if origin != "" {
		request.Header.Set("Origin", origin)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, request)
	return got
}

func TestRateLimit(t *testing.T) {
	handler, err := newServer(t, false, nil).Handler(t.Context(), Settings{Host: "127.0.0.1", Rate: 0.01, Burst: 2})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{400, 400, 429} {
		got := post(handler, "localhost", "", "")
		if got.Code != want {
			t.Errorf("request %d: %d", i, got.Code)
		}
		if want == 429 && got.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	request := httptest.NewRequest("GET", "/health", nil)
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, request)
	if got.Code != http.StatusOK {
		t.Error(got.Code)
	}
}

func TestRemembersOnlySoManyClients(t *testing.T) {
	l, isLocal := NewLimiter(1, 1).(*limits)
	if !isLocal {
		t.Fatal("the usual limiter counts in this process")
	}
	for i := range mostClients + 10 {
		l.Take(t.Context(), fmt.Sprint(i))
	}
	if len(l.clients) != mostClients || l.recent.Len() != mostClients {
		t.Error(len(l.clients), l.recent.Len())
	}
	if last := fmt.Sprint(mostClients + 9); l.Wait(t.Context(), last) <= 0 || l.Take(t.Context(), last) <= 0 {
		t.Error("a client sent more than its burst")
	}
}

func TestSettings(t *testing.T) {
	wrong := map[string]string{
		"MCP_TRANSPORT": "SSE", "MCP_PORT": "70000", "MCP_RATE_LIMIT": "fast", "MCP_LOG_LEVEL": "LOUD",
		"MCP_MAX_RESPONSE_BYTES": "-1", "MCP_JWT_JWKS_URL": "https://issuer.example/keys",
	}
	for name, value := range wrong {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			var settings *rest.SettingsError
			if _, err := ReadSettings(); !errors.As(err, &settings) {
				t.Error(err)
			}
		})
	}
	t.Setenv("MCP_TRANSPORT", "streamable-http")
	t.Setenv("MCP_RATE_LIMIT", "off")
	t.Setenv("MCP_LOG_LEVEL", "warning")
	t.Setenv("MCP_ALLOWED_HOSTS", "a.example, b.example:*,")
	settings, err := ReadSettings()
	if err != nil || settings.Transport != "http" || settings.Rate != 0 || settings.LogLevel != slog.LevelWarn || len(settings.AllowedHosts) != 2 {
		t.Errorf("%+v %v", settings, err)
	}
}

func TestLogsShowNoSecret(t *testing.T) {
	rest.RegisterSecret("secret-of-the-log")
	var out bytes.Buffer
	before := slog.Default()
	defer slog.SetDefault(before)
	ConfigureLogging(&out, slog.LevelInfo)
	slog.Info("a secret-of-the-log", "key", "secret-of-the-log")
	slog.Debug("not shown")
	if got := out.String(); strings.Contains(got, "of-the-log") || strings.Count(got, "***") != 2 || strings.Contains(got, "not shown") {
		t.Error(got)
	}
}

func TestCommandLine(t *testing.T) {
	settings := Settings{Transport: "stdio", Host: "127.0.0.1", Port: 8000}
	if err := parse("mcp", []string{"--http", "--host", "0.0.0.0", "--port", "9"}, &settings, io.Discard); err != nil {
		t.Fatal(err)
	}
	if settings.Transport != "http" || settings.Host != "0.0.0.0" || settings.Port != 9 {
		t.Errorf("%+v", settings)
	}
	var wrong *flagError
	if err := parse("mcp", []string{"--nothing"}, &settings, io.Discard); !errors.As(err, &wrong) {
		t.Error(err)
	}
}
