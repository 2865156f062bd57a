package health

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/server"
)

// needing has the server depend on something.
func needing(problem string, vital bool, looked *atomic.Int64) func(server.Settings) (server.Extension, error) {
	return func(server.Settings) (server.Extension, error) {
		return server.Extension{Dependencies: func(context.Context) []server.Dependency {
			looked.Add(1)
			return []server.Dependency{{Name: "store", Problem: problem, Vital: vital}}
		}}, nil
	}
}

func TestReady(t *testing.T) {
	cases := []struct {
		name, problem string
		vital         bool
		status        int
		says          string
	}{
		{"everything is well", "", true, http.StatusOK, `{"status":"healthy","checks":{"api":"healthy","store":"healthy"},"version":"0.1.0"}`},
		{"something is missing", "gone", false, http.StatusOK, `"status":"degraded","checks":{"api":"healthy","store":"gone"}`},
		{"something vital is missing", "gone", true, http.StatusServiceUnavailable, `"status":"unhealthy"`},
	}
	for _, each := range cases {
		var looked atomic.Int64
		t.Setenv("MCP_SERVER_TOKEN", "probes have no token")
		served := featuretest.Serve(t, New, needing(each.problem, each.vital, &looked))
		for range 3 {
			got := served.Get("/ready")
			if got.Status != each.status || !strings.Contains(got.Text, each.says) {
				t.Errorf("%s: %d %s", each.name, got.Status, got.Text)
			}
		}
		if looked.Load() != 1 {
			t.Errorf("three probes looked %d times", looked.Load())
		}
	}
}

func TestTheAPICounts(t *testing.T) {
	for vital, want := range map[string]int{"": http.StatusOK, "1": http.StatusServiceUnavailable} {
		t.Setenv("MCP_READY_UPSTREAM", vital)
		t.Setenv("BOOKS_BASE_URL", "http://127.0.0.1:1")
		got := featuretest.Serve(t, New).Get("/ready")
		if got.Status != want || !strings.Contains(got.Text, `"api":"connection refused"`) {
			t.Error(got.Status, got.Text)
		}
	}
}

func TestStopping(t *testing.T) {
	served := featuretest.Serve(t, New)
	served.Drain(t.Context())
	if got := served.Get("/ready"); got.Status != http.StatusServiceUnavailable || !strings.Contains(got.Text, "stopping") {
		t.Error(got.Status, got.Text)
	}
}

func TestKindsOfFailure(t *testing.T) {
	cases := map[string]error{
		"connection refused": &net.OpError{Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)},
		"unknown host":       &net.OpError{Err: &net.DNSError{Name: "secret.example", IsNotFound: true}},
		"timeout":            &net.OpError{Err: os.ErrDeadlineExceeded},
		"unreachable":        errors.New("secret"),
	}
	for want, err := range cases {
		if got := kindOf(err); got != want {
			t.Errorf("%v: %s", err, got)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Setenv("MCP_READY_SECONDS", "soon")
	if _, err := New(server.Settings{}); err == nil {
		t.Error("a wrong setting was taken")
	}
}
