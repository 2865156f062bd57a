package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
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
	mux.Handle("/mcp", newGuard(newMessages(endpoint), tokens, settings))
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, `{"status": "healthy"}`)
	})
	return mux, nil
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
	grace, cancel := context.WithTimeout(working, graceTime)
	defer cancel()
	if err := server.Shutdown(grace); errors.Is(err, context.DeadlineExceeded) {
		stop()
		return server.Close()
	}
	return nil
}
