package observability

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

const (
	// program names this server, unless OTEL_SERVICE_NAME does.
	program = "mcp-package"
	// lastWords is how long the end of the server waits for the collector.
	lastWords = 5 * time.Second
)

var traceContext = propagation.TraceContext{}

// tracing makes spans while the server runs and the environment names a collector.
type tracing struct{ tracer trace.Tracer }

// start sends spans to the collector; stop waits for it.
func (t *tracing) start(ctx context.Context) (stop func(), err error) {
	address := server.Text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", server.Text("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
	if address == "" {
		return func() {}, nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		slog.Warn("traces are not sent", "kind", fmt.Sprintf("%T", err))
	}))
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return func() {}, &rest.SettingsError{Problem: "OTEL_EXPORTER_OTLP_ENDPOINT must be an address like http://127.0.0.1:4318"}
	}
	name := attribute.String("service.name", server.Text("OTEL_SERVICE_NAME", program))
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(resource.NewSchemaless(name)))
	t.use(provider)
	return func() {
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		defer cancel()
		if err := provider.Shutdown(limited); err != nil {
			slog.Warn("traces are not sent", "kind", fmt.Sprintf("%T", err))
		}
	}, nil
}

func (t *tracing) use(provider trace.TracerProvider) { t.tracer = provider.Tracer(program) }

// begin makes a span; one that is nothing where no traces are made.
func (t *tracing) begin(ctx context.Context, name string, kind trace.SpanKind, attributes ...attribute.KeyValue) (context.Context, trace.Span) {
	if t.tracer == nil {
		return ctx, noop.Span{}
	}
	return t.tracer.Start(ctx, name, trace.WithSpanKind(kind), trace.WithAttributes(attributes...))
}

// ofCall is the span of a call, below the one that the client names in _meta.
func (t *tracing) ofCall(ctx context.Context, call *server.ToolCall) (context.Context, trace.Span) {
	said := propagation.MapCarrier{}
	for name, value := range call.Meta {
		if text, isText := value.(string); isText {
			said[name] = text
		}
	}
	ctx = traceContext.Extract(ctx, said)
	return t.begin(ctx, "tools/call "+call.Name, trace.SpanKindServer,
		attribute.String("mcp.method.name", "tools/call"), attribute.String("gen_ai.tool.name", call.Name))
}

// ofRequest is the span of a request, which tells the API about it.
func (t *tracing) ofRequest(ctx context.Context, call *rest.Call) (context.Context, trace.Span) {
	method, template, _ := strings.Cut(call.Operation, " ")
	ctx, span := t.begin(ctx, call.Operation, trace.SpanKindClient,
		attribute.String("http.request.method", method), attribute.String("url.template", template))
	traceContext.Inject(ctx, propagation.HeaderCarrier(call.Headers))
	return ctx, span
}

func describeAnswer(span trace.Span, status string) {
	span.SetAttributes(attribute.String("http.response.status_code", status))
}

func endSpan(span trace.Span, failed bool) {
	if failed {
		span.SetStatus(codes.Error, "")
	}
	span.End()
}
