// Package observability tells those who run the server what it does: logs, audit, metrics, traces.
package observability

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

var correlation = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

type observability struct {
	metrics *metrics
	tracing *tracing
	audit   string
}

// New stands around everything else, so that it sees what clients see.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	o := &observability{metrics: newMetrics(), tracing: &tracing{}, audit: r.OneOf("MCP_AUDIT", "writes", "all", "off")}
	extension := server.Extension{Start: o.start, Tool: o.aroundTool, Request: o.aroundRequest}
	if !strings.EqualFold(server.Text("MCP_METRICS", "on"), "off") {
		extension.Routes = func(*server.Server) []server.Route {
			return []server.Route{{Pattern: "GET /metrics", Handler: o.metrics.serve, Open: true}}
		}
	}
	return extension, r.Err
}

// start takes over the log lines, and sends traces while the server runs.
func (o *observability) start(ctx context.Context, _ *server.Server) (stop func(), err error) {
	before := slog.Default()
	slog.SetDefault(slog.New(describing{before.Handler()}))
	end, err := o.tracing.start(ctx)
	return func() {
		end()
		slog.SetDefault(before)
	}, err
}

// aroundTool counts, times and writes down a call.
func (o *observability) aroundTool(next server.ToolHandler) server.ToolHandler {
	return func(ctx context.Context, call *server.ToolCall) (result *mcp.CallToolResult, err error) {
		begun, outcome := time.Now(), "error"
		ctx = context.WithValue(ctx, aboutKey{}, about{correlationOf(call), call.Name})
		ctx, span := o.tracing.ofCall(ctx, call)
		o.metrics.running.Inc()
		defer func() {
			took := time.Since(begun)
			o.metrics.running.Dec()
			o.metrics.called(call.Name, outcome, took)
			o.write(ctx, call, outcome, took)
			endSpan(span, outcome != "ok")
		}()
		result, err = next(ctx, call)
		switch {
		case ctx.Err() != nil:
			outcome = "cancelled"
		case err == nil && result != nil && !result.IsError:
			outcome = "ok"
		}
		return result, err
	}
}

func (o *observability) write(ctx context.Context, call *server.ToolCall, outcome string, took time.Duration) {
	if o.audit == "off" || (o.audit == "writes" && call.ReadOnly) {
		return
	}
	subject, _ := server.Claims(ctx)["sub"].(string)
	slog.InfoContext(ctx, "tool called", "logger", "audit", "operation", call.Operation, "arguments", argumentsOf(call),
		"subject", subject, "outcome", outcome, "ms", took.Milliseconds())
}

// argumentsOf gives the names of the arguments, never their values.
func argumentsOf(call *server.ToolCall) []string {
	var arguments map[string]json.RawMessage
	if err := json.Unmarshal(call.Arguments, &arguments); err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(arguments))
}

// aroundRequest counts, times and traces a request to the API.
func (o *observability) aroundRequest(next rest.Deliver) rest.Deliver {
	return func(ctx context.Context, call *rest.Call) (*rest.Received, error) {
		begun := time.Now()
		ctx, span := o.tracing.ofRequest(ctx, call)
		got, err := next(ctx, call)
		status := statusOf(got, err)
		o.metrics.asked(call.Operation, status, time.Since(begun))
		describeAnswer(span, status)
		endSpan(span, err != nil)
		return got, err
	}
}

// correlationOf is what the client calls this call, if that can be written into a log; else a new name.
func correlationOf(call *server.ToolCall) string {
	if said := call.Header.Get("X-Correlation-Id"); correlation.MatchString(said) {
		return said
	}
	return server.NewReference()
}

// statusOf is the status of an answer; none when there was no answer.
func statusOf(got *rest.Received, err error) string {
	var refused *rest.APIError
	switch {
	case err == nil && got != nil:
		return strconv.Itoa(got.Status)
	case errors.As(err, &refused) && refused.Status != 0:
		return strconv.Itoa(refused.Status)
	}
	return "none"
}
