package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mcp-package/internal/rest"
)

// send posts one message, and gives status, session and text of the answer.
func send(t *testing.T, url, session, body string) (status int, newSession, text string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json, text/event-stream")
	request.Header.Set("MCP-Protocol-Version", "2025-06-18")
	if session != "" {
		request.Header.Set(sessionHeader, session)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Error(err)
	}
	return response.StatusCode, response.Header.Get(sessionHeader), string(answer)
}

// endpoint serves a tool over HTTP.
func endpoint(t *testing.T, tool func(context.Context) (*rest.Response, error)) string {
	t.Helper()
	handler, err := newServer(t, false, tool).Handler(t.Context(), Settings{Host: "127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL + "/mcp"
}

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},` +
	`"clientInfo":{"name":"t","version":"1"}}}`

func TestACallIsCancelledByItsOwnSessionOnly(t *testing.T) {
	begun, cancelled := make(chan struct{}), make(chan struct{})
	url := endpoint(t, func(ctx context.Context) (*rest.Response, error) {
		close(begun)
		<-ctx.Done()
		close(cancelled)
		return nil, ctx.Err()
	})
	_, ours, _ := send(t, url, "", hello)
	_, theirs, _ := send(t, url, "", hello)
	if ours == "" || ours == theirs {
		t.Fatal(ours, theirs)
	}
	ended := make(chan struct{})
	go func() {
		send(t, url, ours, `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"add_pet","arguments":{}}}`)
		close(ended)
	}()
	<-begun
	cancel := `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}`
	send(t, url, theirs, cancel)
	select {
	case <-cancelled:
		t.Fatal("somebody else's call was cancelled")
	case <-time.After(50 * time.Millisecond):
	}
	send(t, url, ours, cancel)
	select {
	case <-cancelled:
	case <-time.After(5 * time.Second):
		t.Error("the call goes on")
	}
	<-ended
}

func TestBodiesThatAreNoMessage(t *testing.T) {
	url := endpoint(t, nil)
	cases := []struct {
		body   string
		status int
		want   string
	}{
		{"{", 400, `"code":-32700`},
		{`"` + strings.Repeat("a", mostRequestBytes) + `"`, 413, `"code":-32600`},
		{`{"a": 1}`, 400, ""},
	}
	for _, each := range cases {
		if status, _, text := send(t, url, "", each.body); status != each.status || !strings.Contains(text, each.want) {
			t.Error(fmt.Sprintf("%.20s", each.body), status, text)
		}
	}
}
