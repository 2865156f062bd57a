package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// listCatalog has one tool that reads a list in pages.
func listCatalog(paging string) []byte {
	return []byte(`{"tools": [{"name": "list_pets", "description": "List pets.", "inputSchema": {"type": "object", "properties": {` +
		`"limit": {"type": "integer", "minimum": 2, "maximum": 3}, "page": {"type": "integer"}, "cursor": {"type": "string"}, ` +
		`"fields": {"type": "string"}}, "additionalProperties": false}, "annotations": {"readOnlyHint": true}, ` +
		`"_operation": {"method": "GET", "path": "/pets", "paging": ` + paging + `}}]}`)
}

// numbered gives a page of an answer: total items, size on a page.
func numbered(first, size, total int) []string {
	var items []string
	for i := first; i < min(first+size, total); i++ {
		items = append(items, fmt.Sprintf(`{"id":"p%d","big":12345678901234567890,"n":%d}`, i, i))
	}
	return items
}

type listArgs struct {
	Limit  *int   `json:"limit"`
	Page   *int   `json:"page"`
	Cursor string `json:"cursor"`
}

// pagesOf is an API with seven items that understands every kind of paging.
func pagesOf(kind string, broken int) func(context.Context, listArgs) (*rest.Response, error) {
	calls := 0
	return func(_ context.Context, args listArgs) (*rest.Response, error) {
		calls++
		if calls == broken {
			return nil, &rest.APIError{Status: 500, Message: "GET /pets answered 500."}
		}
		size, first := 2, 0
		if args.Limit != nil {
			size = *args.Limit
		}
		if args.Page != nil {
			first = *args.Page
			if kind == "page" {
				first = (*args.Page - 1) * size
			}
		}
		if _, err := fmt.Sscanf(args.Cursor, "p%d", &first); err == nil && kind == "last-item" {
			first++
		}
		items := strings.Join(numbered(first, size, 7), ",")
		more := first+size < 7
		response := &rest.Response{Status: 200, MediaType: "application/json", Header: http.Header{}}
		next := fmt.Sprintf(`"p%d"`, first+size)
		if !more {
			next = "null"
		}
		if kind == "link" && more {
			response.Header.Set("Link", fmt.Sprintf(`<https://elsewhere.example.com/?page=%d&evil=1>; rel="next"`, first+size))
		}
		response.JSON = json.RawMessage(fmt.Sprintf(`{"z": 1, "data": {"pets": [%s]}, "next": %s, "has_more": %t}`, items, next, more))
		return response, nil
	}
}

func listing(t *testing.T, paging string, method func(context.Context, listArgs) (*rest.Response, error)) *mcp.ClientSession {
	t.Helper()
	s, err := New(Options{
		Name: "test", Version: "1", Catalog: listCatalog(paging), Handlers: map[string]Handler{"list_pets": Call(method)},
		Settings: Settings{MaxResponseBytes: 100_000, Extras: extraArguments},
	})
	if err != nil {
		t.Fatal(err)
	}
	return session(t, s)
}

func TestFurtherPages(t *testing.T) {
	kinds := map[string]string{
		"cursor":    `{"kind": "cursor", "arguments": {"cursor": "cursor"}, "items": ["data", "pets"], "next": ["next"]}`,
		"last-item": `{"kind": "last-item", "arguments": {"starting_after": "cursor"}, "items": ["data", "pets"], "next": ["id"], "more": ["has_more"]}`,
		"link":      `{"kind": "link", "arguments": {"page": "page"}, "items": ["data", "pets"], "size": "limit"}`,
		"page":      `{"kind": "page", "arguments": {"page": "page"}, "items": ["data", "pets"], "first": 1, "size": "limit"}`,
		"offset":    `{"kind": "offset", "arguments": {"offset": "page"}, "items": ["data", "pets"], "size": "limit"}`,
	}
	for kind, paging := range kinds {
		t.Run(kind, func(t *testing.T) {
			client := listing(t, paging, pagesOf(kind, 0))
			text, _ := call(t, client, "list_pets", `{"max_items": 100, "answer_fields": "data.pets[].id"}`)
			if !strings.HasPrefix(text, `["p0","p1","p2","p3","p4","p5","p6"]`) || !strings.Contains(text, "These are all.") {
				t.Error(text)
			}
			text, _ = call(t, client, "list_pets", `{"max_items": 3}`)
			if !strings.HasPrefix(text, `{"z":1,"data":{"pets":[{"id":"p0"`) || strings.Contains(text, `"id":"p3"`) ||
				!strings.Contains(text, "More may follow: raise max_items") {
				t.Error(text)
			}
		})
	}
}

func TestAPageThatFailsEndsIt(t *testing.T) {
	paging := `{"kind": "page", "arguments": {"page": "page"}, "items": ["data", "pets"], "first": 1}`
	text, isError := call(t, listing(t, paging, pagesOf("page", 2)), "list_pets", `{"max_items": 100}`)
	if isError || !strings.Contains(text, "[2 items from 1 request. More may follow: the next page could not be read.]") {
		t.Error(text)
	}
	text, isError = call(t, listing(t, paging, pagesOf("page", 1)), "list_pets", `{"max_items": 100}`)
	if !isError || !strings.Contains(text, "answered 500") {
		t.Error(text)
	}
}

func TestAnAPIThatSaysTheSameAgain(t *testing.T) {
	paging := `{"kind": "page", "arguments": {"page": "page"}, "items": [], "first": 1}`
	client := listing(t, paging, func(context.Context, listArgs) (*rest.Response, error) {
		return &rest.Response{Status: 200, JSON: json.RawMessage(`[1, 2]`)}, nil
	})
	if text, _ := call(t, client, "list_pets", `{"max_items": 100}`); !strings.HasPrefix(text, "[1,2]\n[2 items from 2 requests.") {
		t.Error(text)
	}
}

func TestFields(t *testing.T) {
	client := listing(t, "null", pagesOf("page", 0))
	cases := []struct {
		expression, want string
		isError          bool
	}{
		{"data.pets[?n > `0`].[id, big]", `[["p1",12345678901234567890]]`, false},
		{"nothing", "null", false},
		{"data.[", "no JMESPath expression", true},
		{"length(`1`)", "does not fit the answer", true},
	}
	for _, each := range cases {
		text, isError := call(t, client, "list_pets", `{"answer_fields": `+jsonText(each.expression)+`}`)
		if !strings.Contains(text, each.want) || isError != each.isError {
			t.Errorf("%s: %s", each.expression, text)
		}
	}
	text, isError := call(t, client, "list_pets", `{"max_items": 3}`)
	if !isError || !strings.Contains(text, "unknown argument max_items") {
		t.Error(text)
	}
}

func TestExtraArgumentsAreOff(t *testing.T) {
	s, err := New(Options{Name: "test", Version: "1", Catalog: listCatalog("null"), Settings: Settings{MaxResponseBytes: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := call(t, session(t, s), "list_pets", `{"answer_fields": "id"}`); !strings.Contains(text, "unknown argument") {
		t.Error(text)
	}
}

func TestFixedArgumentsAndOutputSchemas(t *testing.T) {
	catalog := `{"tools": [{"name": "get_pet", "inputSchema": {"type": "object", "properties": {"id": {"type": "integer"}}, ` +
		`"additionalProperties": false}, "outputSchema": {"type": "object", "properties": {"z": {}, "a": {}}}, "_operation": {}}]}`
	answer := &rest.Response{Status: 200, Text: "hello", MediaType: "text/plain"}
	s, err := New(Options{
		Name: "test", Version: "1", Catalog: []byte(catalog), Settings: Settings{MaxResponseBytes: 1000},
		Handlers: map[string]Handler{"get_pet": Call(func(_ context.Context, args struct {
			ID    int
			Limit int
		}) (*rest.Response, error) {
			if args.ID == 0 {
				return nil, errors.New("no id")
			}
			answer.Text = fmt.Sprint(args.ID, args.Limit)
			return answer, nil
		}, Fixed{"limit": 20})},
	})
	if err != nil {
		t.Fatal(err)
	}
	client := session(t, s)
	result, err := client.CallTool(t.Context(), &mcp.CallToolParams{Name: "get_pet", Arguments: map[string]any{"id": 1}})
	if err != nil {
		t.Fatal(err)
	}
	if text := jsonText(result.StructuredContent); text != `{"answer_in_content":true}` {
		t.Error("clients refuse what has no structure:", text)
	}
	if text, _ := call(t, client, "get_pet", `{"id": 1}`); text != "1 20" {
		t.Error(text)
	}
	if text, isError := call(t, client, "get_pet", `{"id": 1, "limit": 3}`); !isError {
		t.Error("callers do not see it:", text)
	}
}

func TestHeadersOfCallersReachTheAPI(t *testing.T) {
	var got http.Header
	api := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) { got = request.Header }))
	defer api.Close()
	client, err := rest.NewClient(rest.Config{
		BaseURL: api.URL, EnvPrefix: "NONE", Schemes: map[string]rest.Scheme{"bearer": rest.Bearer{Env: "NONE_TOKEN"}},
		Security: [][]string{{"bearer"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := Settings{MaxResponseBytes: 1000, Host: "127.0.0.1", PassThrough: []string{"Authorization"}}
	s, err := New(Options{
		Name: "test", Version: "1", Catalog: []byte(testCatalog), Settings: settings,
		Handlers: map[string]Handler{"add_pet": CallWithout(func(ctx context.Context) (*rest.Response, error) {
			return client.Do(ctx, rest.NewRequest("POST", "/pets"))
		})},
	})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := s.Handler(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	endpoint := httptest.NewServer(handler)
	defer endpoint.Close()
	connected, err := mcp.NewClient(&mcp.Implementation{Name: "t", Version: "1"}, nil).Connect(t.Context(), &mcp.StreamableClientTransport{
		Endpoint: endpoint.URL + "/mcp", HTTPClient: &http.Client{Transport: withToken{}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer connected.Close()
	if text, isError := call(t, connected, "add_pet", `{}`); isError || got.Get("Authorization") != "Bearer of-the-caller" {
		t.Error(text, got)
	}
}

// withToken is a client of the server that has a token of its own for the API.
type withToken struct{}

func (withToken) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Header.Set("Authorization", "Bearer of-the-caller")
	return http.DefaultTransport.RoundTrip(request)
}

func TestSettingsOfExtrasAndCallers(t *testing.T) {
	t.Setenv("MCP_EXTRA_ARGUMENTS", "all")
	t.Setenv("MCP_PASS_THROUGH_AUTH", "1, X-Key")
	settings, err := ReadSettings()
	if err != nil || len(settings.Extras) != 2 || strings.Join(settings.PassThrough, " ") != "Authorization X-Key" {
		t.Error(settings, err)
	}
	t.Setenv("MCP_SERVER_TOKEN", "token")
	if _, err := ReadSettings(); err == nil || !strings.Contains(err.Error(), "cannot pass on Authorization") {
		t.Error(err)
	}
	t.Setenv("MCP_PASS_THROUGH_AUTH", "X-Key")
	t.Setenv("MCP_EXTRA_ARGUMENTS", "everything")
	if _, err := ReadSettings(); err == nil || !strings.Contains(err.Error(), "max_items, fields, or all") {
		t.Error(err)
	}
}
