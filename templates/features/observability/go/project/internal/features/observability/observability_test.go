package observability

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

func TestCountsCallsAndRequests(t *testing.T) {
	served := featuretest.Serve(t, New)
	served.Call("get_book", `{"id": 1}`)
	served.Call("get_book", `{}`)
	served.Call("no_tool_of_this_name", `{}`)
	served.Upstream(func(w http.ResponseWriter, _ *http.Request) { featuretest.JSON(w, http.StatusConflict, `{}`) })
	served.Call("add_book", `{}`)
	got := served.Get("/metrics")
	for _, line := range []string{
		`mcp_requests_total{outcome="ok",tool="get_book"} 1`, `mcp_requests_total{outcome="error",tool="get_book"} 1`,
		`mcp_requests_total{outcome="error",tool="add_book"} 1`, `mcp_requests_in_progress 0`,
		`mcp_request_duration_seconds_count{tool="get_book"} 2`, `mcp_api_requests_total{operation="GET /books/{id}",status="200"} 1`,
		`mcp_api_requests_total{operation="POST /books",status="409"} 1`,
		`mcp_api_request_duration_seconds_count{operation="POST /books"} 1`,
	} {
		if !strings.Contains(got.Text, line+"\n") {
			t.Errorf("%s is missing in %s", line, got.Text)
		}
	}
	if got.Status != http.StatusOK || strings.Contains(got.Text, "no_tool_of_this_name") {
		t.Error("names of clients became labels")
	}
}

func TestMetricsCanBeOff(t *testing.T) {
	t.Setenv("MCP_METRICS", "off")
	if got := featuretest.Serve(t, New).Get("/metrics"); got.Status != http.StatusNotFound {
		t.Error(got.Status)
	}
}

func TestAudit(t *testing.T) {
	cases := []struct {
		audit         string
		reads, writes bool
	}{{"", false, true}, {"all", true, true}, {"off", false, false}}
	for _, each := range cases {
		t.Run(each.audit, func(t *testing.T) {
			t.Setenv("MCP_AUDIT", each.audit)
			served := featuretest.Serve(t, New)
			served.Call("get_book", `{"id": 1}`)
			served.Call("add_book", `{"title": "private title"}`)
			reads, writes := served.Logged("tool called", "get_book"), served.Logged("tool called", "add_book")
			if (reads != "") != each.reads || (writes != "") != each.writes {
				t.Errorf("%q %q", reads, writes)
			}
			if writes != "" && (!strings.Contains(writes, `"arguments":["title"]`) || strings.Contains(writes, "private")) {
				t.Error(writes)
			}
		})
	}
	t.Setenv("MCP_AUDIT", "some")
	if _, err := New(server.Settings{}); err == nil {
		t.Error("a wrong setting was taken")
	}
}

func TestLinesOfACallBelongTogether(t *testing.T) {
	rest.RegisterSecret("secret-word")
	served := featuretest.Serve(t, New)
	served.Upstream(func(w http.ResponseWriter, _ *http.Request) { featuretest.JSON(w, http.StatusConflict, `{}`) })
	served.Call("add_book", `{}`, "X-Correlation-ID", "order-7")
	for _, message := range []string{"call failed", "tool called"} {
		if line := served.Logged(message, "order-7"); !strings.Contains(line, `"correlation_id":"order-7","tool":"add_book"`) &&
			!strings.Contains(line, `"tool":"add_book"`) {
			t.Errorf("%s: %s", message, line)
		}
	}
	served.Call("add_book", `{}`, "X-Correlation-ID", "forged\" line")
	if line := served.Logged("tool called", "forged"); line != "" {
		t.Error(line)
	}
	served.Call("add_book", `{}`, "X-Correlation-ID", "secret-word")
	if line := served.Logged("tool called", "secret-word"); line != "" {
		t.Error(line)
	}
}

const parent = "4bf92f3577b34da6a3ce929d0e0e4736"

func TestTracesFollowTheClient(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	var asked atomic.Value
	served := featuretest.Serve(t, func(settings server.Settings) (server.Extension, error) {
		o := &observability{metrics: newMetrics(), tracing: &tracing{}, audit: "all"}
		o.tracing.use(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)))
		return server.Extension{Start: o.start, Tool: o.aroundTool, Request: o.aroundRequest}, nil
	})
	served.Upstream(func(w http.ResponseWriter, request *http.Request) {
		asked.Store(request.Header.Get("Traceparent"))
		featuretest.JSON(w, http.StatusConflict, `{}`)
	})
	served.CallWith(map[string]any{"traceparent": "00-" + parent + "-00f067aa0ba902b7-01"}, "get_book", `{"id": 1}`)
	spans := recorder.Ended()
	if len(spans) != 2 || spans[0].Name() != "GET /books/{id}" || spans[1].Name() != "tools/call get_book" {
		t.Fatal(spans)
	}
	if spans[0].Parent().SpanID() != spans[1].SpanContext().SpanID() || spans[1].Parent().TraceID().String() != parent {
		t.Error("the spans do not hang together")
	}
	header, _ := asked.Load().(string)
	if !strings.HasPrefix(header, "00-"+parent+"-"+spans[0].SpanContext().SpanID().String()) {
		t.Errorf("the API was told %q", header)
	}
	if line := served.Logged("tool called", parent); line == "" {
		t.Error("lines do not name their trace")
	}
}

func TestTracesAreSent(t *testing.T) {
	sent := make(chan string, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		select {
		case sent <- request.URL.Path:
		default:
		}
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	o := &observability{metrics: newMetrics(), tracing: &tracing{}}
	stop, err := o.start(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, span := o.tracing.ofCall(t.Context(), &server.ToolCall{Name: "get_book"})
	endSpan(span, false)
	stop()
	if path := <-sent; path != "/v1/traces" {
		t.Error(path)
	}
}
