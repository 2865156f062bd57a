package server

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"mcp-package/internal/rest"
)

// freePort is a port that nobody listened on a moment ago.
func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address, _ := listener.Addr().(*net.TCPAddr)
	return address.Port
}

func TestExitCodes(t *testing.T) {
	build := func(Settings) (*Server, error) { return nil, &rest.SettingsError{Problem: "API_BASE_URL is wrong"} }
	cases := []struct {
		name      string
		arguments []string
		variable  string
		want      int
	}{
		{"help", []string{"--help"}, "", 0},
		{"an unknown option", []string{"--htp"}, "", 2},
		{"a setting that the project refuses", nil, "", 1},
		{"a setting that the server refuses", nil, "many", 1},
		{"a server that is not there", []string{"--check-health", "--port", fmt.Sprint(freePort(t))}, "", 1},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Setenv("MCP_PORT", each.variable)
			if got := Main("test", each.arguments, build); got != each.want {
				t.Errorf("the exit code is %d, not %d", got, each.want)
			}
		})
	}
}

func TestServesHTTPUntilItIsStopped(t *testing.T) {
	settings := Settings{Transport: "http", Host: "127.0.0.1", Port: freePort(t), MaxResponseBytes: 1000}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- serve(ctx, settings, func(settings Settings) (*Server, error) {
			return New(Options{Name: "test", Version: "1", Catalog: []byte(testCatalog), Settings: settings})
		})
	}()
	health := settings
	health.Transport = "health"
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if err := serve(ctx, health, nil); err == nil {
			break
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	if err := serve(ctx, settings, func(Settings) (*Server, error) { return newServer(t, false, nil), nil }); err == nil {
		t.Error("a port was taken twice")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestACallThatRunsMayEnd(t *testing.T) {
	begun, may := make(chan struct{}), make(chan struct{})
	s := newServer(t, false, func(context.Context) (*rest.Response, error) {
		close(begun)
		<-may
		return &rest.Response{Status: 200, Text: "done"}, nil
	})
	settings := Settings{Host: "127.0.0.1", Port: freePort(t), MaxResponseBytes: 1000}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.ServeHTTP(ctx, settings) }()
	answer := make(chan string, 1)
	go func() { answer <- callAt(t, settings.Port) }()
	<-begun
	stop()
	close(may)
	if got := <-answer; !strings.Contains(got, `"text":"done"`) {
		t.Error(got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// callAt calls a tool without the SDK, as soon as somebody listens.
func callAt(t *testing.T, port int) string {
	t.Helper()
	body := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add_pet","arguments":{}}}`
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		request, err := http.NewRequest(http.MethodPost, fmt.Sprintf("http://127.0.0.1:%d/mcp", port), bytes.NewBufferString(body))
		if err != nil {
			t.Error(err)
			return ""
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json, text/event-stream")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			continue // nobody listens yet
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	return "nobody listened"
}
