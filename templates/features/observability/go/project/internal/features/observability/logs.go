package observability

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

// about is what the running call is about.
type about struct{ correlation, tool string }

type aboutKey struct{}

// describing adds to each line which call, and which span, it was written in.
type describing struct{ slog.Handler }

// Handle writes a line.
func (d describing) Handle(ctx context.Context, line slog.Record) error {
	if call, isCall := ctx.Value(aboutKey{}).(about); isCall {
		line.AddAttrs(slog.String("correlation_id", call.correlation))
		if !has(line, "tool") {
			line.AddAttrs(slog.String("tool", call.tool))
		}
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		line.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return d.Handler.Handle(ctx, line)
}

func has(line slog.Record, name string) (found bool) {
	line.Attrs(func(attribute slog.Attr) bool {
		found = attribute.Key == name
		return !found
	})
	return found
}

// WithAttrs keeps describing.
func (d describing) WithAttrs(attributes []slog.Attr) slog.Handler {
	return describing{d.Handler.WithAttrs(attributes)}
}

// WithGroup keeps describing.
func (d describing) WithGroup(name string) slog.Handler { return describing{d.Handler.WithGroup(name)} }
