// Package health says whether the server should get calls, by what it depends on.
package health

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"syscall"
	"time"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

const patience = 2 * time.Second

// health serves GET /ready. What was found is kept for a moment, so that probes cost nothing.
type health struct {
	keep     time.Duration
	vitalAPI bool
	mutex    sync.Mutex
	found    []server.Dependency
	until    time.Time
}

// New serves one route.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	h := &health{
		keep:     time.Duration(r.Number("MCP_READY_SECONDS", 5, 1e9) * float64(time.Second)),
		vitalAPI: rest.Flag("MCP_READY_UPSTREAM"),
	}
	routes := func(s *server.Server) []server.Route {
		ready := func(w http.ResponseWriter, request *http.Request) { h.serve(w, request, s) }
		return []server.Route{{Pattern: "GET /ready", Handler: ready, Open: true}}
	}
	return server.Extension{Routes: routes}, r.Err
}

// serve tells status and checks; 503 when the server should get no calls.
func (h *health) serve(w http.ResponseWriter, request *http.Request, s *server.Server) {
	found := h.look(request.Context(), s)
	status := statusOf(found)
	if s.Stopping() {
		status = "stopping"
	}
	checks := map[string]string{}
	for _, each := range found {
		if each.Problem != "" {
			checks[each.Name] = each.Problem
		} else if checks[each.Name] == "" {
			checks[each.Name] = "healthy"
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if status == "stopping" || status == "unhealthy" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(struct { // who is gone needs no answer
		Status  string            `json:"status"`
		Checks  map[string]string `json:"checks"`
		Version string            `json:"version"`
	}{status, checks, s.Version})
}

// statusOf is healthy, degraded or unhealthy.
func statusOf(found []server.Dependency) string {
	status := "healthy"
	for _, each := range found {
		switch {
		case each.Problem != "" && each.Vital:
			return "unhealthy"
		case each.Problem != "":
			status = "degraded"
		}
	}
	return status
}

// look gives what the server depends on, as it was a moment ago at the most.
func (h *health) look(ctx context.Context, s *server.Server) []server.Dependency {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if time.Now().Before(h.until) {
		return h.found
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*patience)
	defer cancel()
	api := make(chan string, 1)
	go func() { api <- reach(limited, s.Client.BaseURL()) }()
	others := s.Dependencies(limited)
	h.found = append([]server.Dependency{{Name: "api", Problem: <-api, Vital: h.vitalAPI}}, others...)
	h.until = time.Now().Add(h.keep)
	return h.found
}

// reach connects to the API without calling it; "" or the kind of failure.
func reach(ctx context.Context, address string) string {
	base, err := url.Parse(address)
	if err != nil {
		return "no address"
	}
	port := base.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[base.Scheme]
	}
	dialer := net.Dialer{Timeout: patience}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(base.Hostname(), port))
	if err != nil {
		return kindOf(err)
	}
	_ = connection.Close() // it was only about the connection
	return ""
}

func kindOf(err error) string {
	var lookup *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.As(err, &lookup):
		return "unknown host"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return "unreachable"
}
