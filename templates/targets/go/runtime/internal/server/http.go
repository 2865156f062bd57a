package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

const (
	// graceTime is for calls that still run when the server is told to stop.
	graceTime = 8 * time.Second
	// mostRequestBytes limits what clients send.
	mostRequestBytes = 10_000_000
)

// Handler is the MCP endpoint /mcp behind its guards, and /health, which needs no token.
func (s *Server) Handler(ctx context.Context, settings Settings) (http.Handler, error) {
	tokens, err := newTokenCheck(ctx, settings)
	if err != nil {
		return nil, err
	}
	endpoint := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return s.MCP }, &mcp.StreamableHTTPOptions{
		Stateless:                    true, // the newest revision of the protocol is spoken only so
		PropagateRequestCancellation: true,
		MaxRequestBodyBytes:          mostRequestBytes,
		DisableLocalhostProtection:   true, // the guard knows the configured names too
	})
	mux := http.NewServeMux()
	guarded := newGuard(tokens, settings, s.extensions)
	mux.Handle("/mcp", guarded.before(newMessages(endpoint)))
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, `{"status": "healthy"}`)
	})
	return s.extended(mux, guarded), nil
}

// extended adds what extensions serve, and puts them around everything.
func (s *Server) extended(mux *http.ServeMux, guarded *guard) http.Handler {
	var handler http.Handler = mux
	for _, each := range slices.Backward(s.extensions) {
		if each.Routes != nil {
			for _, route := range each.Routes(s) {
				if route.Open {
					mux.Handle(route.Pattern, route.Handler)
				} else {
					mux.Handle(route.Pattern, guarded.before(route.Handler))
				}
			}
		}
		if each.Handler != nil {
			handler = each.Handler(handler, s)
		}
	}
	return handler
}

// ServeHTTP serves until the context ends; calls get a grace, then they are cancelled.
func (s *Server) ServeHTTP(ctx context.Context, settings Settings) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	handler, err := s.Handler(working, settings)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port)))
	if err != nil {
		return &rest.SettingsError{Problem: "cannot listen on " + net.JoinHostPort(settings.Host, strconv.Itoa(settings.Port))}
	}
	slog.Info("serving", "url", "http://"+listener.Addr().String()+"/mcp")
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return working },
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.Drain(working)
	grace, cancel := context.WithTimeout(working, s.grace())
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		stop()
		return server.Close()
	}
	return nil
}

// Drain says that the server stops, and lets extensions wait while HTTP is still served.
func (s *Server) Drain(ctx context.Context) {
	s.stopping.Store(true)
	var waiting sync.WaitGroup
	for _, each := range s.extensions {
		if each.Drain != nil {
			waiting.Go(func() { each.Drain(ctx) })
		}
	}
	waiting.Wait()
}

// grace is the time of calls that still run when the server is told to stop.
func (s *Server) grace() time.Duration {
	longest := graceTime
	for _, each := range s.extensions {
		longest = max(longest, each.Grace)
	}
	return longest
}

// Stopping says that the server was told to stop.
func (s *Server) Stopping() bool { return s.stopping.Load() }
