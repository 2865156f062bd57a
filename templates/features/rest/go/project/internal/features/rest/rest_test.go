package rest

import (
	"net/http"
	"strings"
	"testing"

	"mcp-package/internal/features/featuretest"
)

func TestCalls(t *testing.T) {
	served := featuretest.Serve(t, New)
	served.Upstream(func(w http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/books/1":
			featuretest.JSON(w, http.StatusOK, `{"title": "Emma"}`)
		case "/books/2":
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte{1})
		case "/books/3":
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write([]byte("Emma"))
		default:
			featuretest.JSON(w, http.StatusNotFound, `{}`)
		}
	})
	cases := []struct {
		path, body string
		status     int
		says       string
	}{
		{"/api/v1/tools/get_book", `{"id": 1}`, 200, `{"data":{"title":"Emma"},"status":"ok"}`},
		{"/api/v1/tools/get_book", `{"id": 3}`, 200, `"data":"Emma"`},
		{"/api/v1/process", `{"tool": "get_book", "arguments": {"id": 1}}`, 200, `"title":"Emma"`},
		{"/api/v1/process", `{"tool": "get_book"}`, 422, "id: is required"},
		{"/api/v1/tools/get_book", ``, 422, "id: is required"},
		{"/api/v1/tools/get_book", `{"id": 9}`, 422, "answered 404"},
		{"/api/v1/tools/nothing", `{}`, 404, "unknown tool"},
		{"/api/v1/tools/get_book", `[1]`, 400, "must be a JSON object"},
		{"/api/v1/tools/get_book", `null`, 400, "must be a JSON object"},
		{"/api/v1/tools/get_book", `{`, 400, "is not JSON"},
		{"/api/v1/process", `{"tool": 1}`, 400, "The body must be"},
		{"/api/v1/process", `{"tool": "` + strings.Repeat("x", mostBytes) + `"}`, 413, "longer than"},
	}
	for _, each := range cases {
		if got := served.Post(each.path, each.body); got.Status != each.status || !strings.Contains(got.Text, each.says) {
			t.Errorf("%s %.40s: %d %s", each.path, each.body, got.Status, got.Text)
		}
	}
}

func TestListsToolsAndCounts(t *testing.T) {
	served := featuretest.Serve(t, New)
	if got := served.Get("/api/v1/tools"); got.Status != http.StatusOK || !strings.Contains(got.Text, `"inputSchema":{`) {
		t.Error(got.Status, got.Text)
	}
	served.Call("get_book", `{"id": 1}`)
	served.Post("/api/v1/tools/get_book", `{}`)
	got := served.Get("/api/v1/status")
	for _, part := range []string{`"name":"books"`, `"version":"0.1.0"`, `"uptime_seconds":`, `"processed_requests":2`, `"error_rate":0.5`} {
		if !strings.Contains(got.Text, part) {
			t.Errorf("%s is missing in %s", part, got.Text)
		}
	}
}

func TestStandsBehindTheGuard(t *testing.T) {
	t.Setenv("MCP_SERVER_TOKEN", "secret-word")
	served := featuretest.Serve(t, New)
	if got := served.Get("/api/v1/status"); got.Status != http.StatusUnauthorized {
		t.Error(got.Status)
	}
	if got := served.Get("/api/v1/status", "Authorization", "Bearer secret-word"); got.Status != http.StatusOK {
		t.Error(got.Status)
	}
}
