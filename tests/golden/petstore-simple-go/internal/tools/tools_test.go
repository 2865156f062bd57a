package tools

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-petstore/internal/server"
)

// connect starts a server with a stand-in for its API, and an MCP client that talks to it in memory.
func connect(t *testing.T) (*mcp.ClientSession, *upstream) {
	t.Helper()
	api := startUpstream(t)
	for name, value := range testCredentials {
		t.Setenv(name, value)
	}
	t.Setenv(baseURLVariable, api.URL+basePath)
	s, err := New(server.Settings{MaxResponseBytes: 10_000_000, Tools: "static"})
	if err != nil {
		t.Fatal(err)
	}
	here, there := mcp.NewInMemoryTransports()
	if _, err := s.MCP.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return session, api
}

func call(t *testing.T, session *mcp.ClientSession, name string, arguments map[string]any) *mcp.CallToolResult {
	t.Helper()
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func textOf(result *mcp.CallToolResult) string {
	var texts []string
	for _, content := range result.Content {
		if text, isText := content.(*mcp.TextContent); isText {
			texts = append(texts, text.Text)
		}
	}
	return strings.Join(texts, "\n")
}

func TestListsEveryToolWithItsSchema(t *testing.T) {
	session, _ := connect(t)
	tools := map[string]*mcp.Tool{}
	for tool, err := range session.Tools(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		tools[tool.Name] = tool
	}
	for _, each := range loadCases(t) {
		tool := tools[each.Tool]
		if tool == nil {
			t.Errorf("%s is not listed", each.Tool)
			continue
		}
		schema, _ := tool.InputSchema.(map[string]any)
		properties, _ := schema["properties"].(map[string]any)
		for argument := range each.Arguments {
			if _, known := properties[argument]; !known {
				t.Errorf("%s: the schema lacks %s", each.Tool, argument)
			}
		}
		if tool.Description == "" || tool.Annotations == nil {
			t.Errorf("%s has no description or no annotations", each.Tool)
		}
	}
}

func TestToolsSendTheDocumentedRequest(t *testing.T) {
	session, api := connect(t)
	for _, each := range loadCases(t) {
		t.Run(each.Tool, func(t *testing.T) {
			api.says(each.Response)
			result := call(t, session, each.Tool, each.Arguments)
			if result.IsError {
				t.Fatal(textOf(result))
			}
			checkRequest(t, each, api.asked())
			checkAnswer(t, each.Response, result)
		})
	}
}

func checkRequest(t *testing.T, want testCase, asked []received) {
	t.Helper()
	if len(asked) != 1 {
		t.Fatalf("one call is one request, not %d", len(asked))
	}
	got := asked[0]
	if got.method != want.Request.Method || got.path != want.Request.Path {
		t.Errorf("%s %s was sent, not %s %s", got.method, got.path, want.Request.Method, want.Request.Path)
	}
	if !slices.Equal(got.query, slices.Sorted(slices.Values(want.Request.Query))) {
		t.Errorf("the query is %q, not %q", got.query, want.Request.Query)
	}
	for name, value := range want.Request.Headers {
		if got.header.Get(name) != value {
			t.Errorf("the header %s is %q, not %q", name, got.header.Get(name), value)
		}
	}
	cookies := strings.Split(got.header.Get("Cookie"), "; ")
	for _, pair := range want.Request.Cookies {
		if !slices.Contains(cookies, pair) {
			t.Errorf("the cookie %s was not sent", pair)
		}
	}
	if !reflect.DeepEqual(got.body, want.Request.Body) {
		t.Errorf("the body is %v, not %v", got.body, want.Request.Body)
	}
}

func checkAnswer(t *testing.T, want answer, result *mcp.CallToolResult) {
	t.Helper()
	switch {
	case want.JSON != nil:
		var expected, got any
		if json.Unmarshal(want.JSON, &expected) != nil || json.Unmarshal([]byte(textOf(result)), &got) != nil {
			t.Fatalf("the answer is no JSON: %s", textOf(result))
		}
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("the answer is %v, not %v", got, expected)
		}
	case want.Text != nil:
		if textOf(result) != *want.Text {
			t.Errorf("the answer is %q", textOf(result))
		}
	case want.Base64 != nil:
		if got := base64.StdEncoding.EncodeToString(dataOf(result)); got != *want.Base64 {
			t.Errorf("the answer is %s", got)
		}
	}
}

func dataOf(result *mcp.CallToolResult) []byte {
	switch content := result.Content[0].(type) {
	case *mcp.ImageContent:
		return content.Data
	case *mcp.AudioContent:
		return content.Data
	case *mcp.EmbeddedResource:
		return content.Resource.Blob
	}
	return nil
}

func TestTellsTheModelWhatTheAPIRefused(t *testing.T) {
	session, api := connect(t)
	cases := loadCases(t)
	for _, each := range cases[:min(3, len(cases))] {
		api.says(answer{Status: http.StatusNotFound, Type: "application/json", JSON: json.RawMessage(`{"message": "Not here"}`)})
		result := call(t, session, each.Tool, each.Arguments)
		if !result.IsError || !strings.Contains(textOf(result), "404") {
			t.Errorf("%s: %s", each.Tool, textOf(result))
		}
	}
}

func TestPassesOnAnAnswerThatBreaksTheContract(t *testing.T) {
	session, api := connect(t)
	surprise := `{"surprise":[null,{"nested":true}]}`
	for _, each := range loadCases(t) {
		if each.Response.JSON == nil {
			continue
		}
		api.says(answer{Status: http.StatusOK, Type: each.Response.Type, JSON: json.RawMessage(surprise)})
		result := call(t, session, each.Tool, each.Arguments)
		if result.IsError || textOf(result) != surprise {
			t.Errorf("%s: %s", each.Tool, textOf(result))
		}
	}
}

func TestRefusesAnArgumentThatTheSchemaDoesNotKnow(t *testing.T) {
	session, api := connect(t)
	cases := loadCases(t)
	for _, each := range cases[:min(3, len(cases))] {
		arguments := maps.Clone(each.Arguments)
		arguments["no_such_argument_"] = 1
		api.says(each.Response)
		result := call(t, session, each.Tool, arguments)
		if !result.IsError || !strings.Contains(textOf(result), "no_such_argument_") || len(api.asked()) > 0 {
			t.Errorf("%s: %s", each.Tool, textOf(result))
		}
	}
}
