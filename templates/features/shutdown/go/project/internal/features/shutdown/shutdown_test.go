package shutdown

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/server"
)

func TestServesWhileItDrains(t *testing.T) {
	t.Setenv("MCP_DRAIN_SECONDS", "0.5")
	served := featuretest.Serve(t, New)
	if got := served.Get("/health"); got.Closed {
		t.Error("a connection was closed too early")
	}
	begun := time.Now()
	ended := make(chan time.Duration, 1)
	go func() {
		served.Drain(context.Background())
		ended <- time.Since(begun)
	}()
	for !served.Stopping() {
		time.Sleep(time.Millisecond)
	}
	got := served.Call("get_book", `{"id": 1}`)
	if got.Status != http.StatusOK || !strings.Contains(got.Text, "Emma") || !got.Closed {
		t.Error(got.Status, got.Text, got.Closed)
	}
	if took := <-ended; took < 500*time.Millisecond {
		t.Errorf("it drained for %s", took)
	}
}

func TestDrainingEndsWithItsContext(t *testing.T) {
	t.Setenv("MCP_DRAIN_SECONDS", "60")
	extension, err := New(server.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	extension.Drain(gone)
}

func TestSettings(t *testing.T) {
	for _, name := range []string{"MCP_DRAIN_SECONDS", "MCP_GRACE_SECONDS"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "-1")
			if _, err := New(server.Settings{}); err == nil {
				t.Error("a wrong setting was taken")
			}
		})
	}
	t.Setenv("MCP_GRACE_SECONDS", "40")
	if extension, err := New(server.Settings{}); err != nil || extension.Grace != 40*time.Second || extension.Drain != nil {
		t.Error(extension.Grace, err)
	}
}
