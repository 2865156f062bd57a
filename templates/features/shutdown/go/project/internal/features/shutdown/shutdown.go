// Package shutdown has the server leave without anybody noticing.
package shutdown

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"mcp-package/internal/server"
)

// New serves on for a while after SIGTERM, so that load balancers can look elsewhere.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	extension := server.Extension{Grace: seconds(r.Number("MCP_GRACE_SECONDS", 8, 1e6)), Handler: closing}
	if server.Text("MCP_DRAIN_SECONDS", "0") != "0" {
		pause := seconds(r.Number("MCP_DRAIN_SECONDS", 5, 1e6))
		extension.Drain = func(ctx context.Context) { drain(ctx, pause) }
	}
	return extension, r.Err
}

// drain waits for the load balancers.
func drain(ctx context.Context, pause time.Duration) {
	slog.InfoContext(ctx, "draining", "seconds", pause.Seconds())
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
}

func seconds(number float64) time.Duration { return time.Duration(number * float64(time.Second)) }

// closing asks clients to connect anew once the server is stopping.
func closing(next http.Handler, s *server.Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if s.Stopping() {
			w = lastAnswer{w}
		}
		next.ServeHTTP(w, request)
	})
}

// lastAnswer has the final word about its connection: streams of events say that they keep it.
type lastAnswer struct{ http.ResponseWriter }

func (l lastAnswer) close() { l.Header().Set("Connection", "close") }

// WriteHeader begins an answer.
func (l lastAnswer) WriteHeader(status int) {
	l.close()
	l.ResponseWriter.WriteHeader(status)
}

// Write begins an answer, unless it has begun.
func (l lastAnswer) Write(body []byte) (int, error) {
	l.close()
	return l.ResponseWriter.Write(body)
}

// Flush sends what there is.
func (l lastAnswer) Flush() {
	l.close()
	_ = http.NewResponseController(l.ResponseWriter).Flush() // who is gone needs no answer
}

// Unwrap is for [http.ResponseController].
func (l lastAnswer) Unwrap() http.ResponseWriter { return l.ResponseWriter }
