package rest

import (
	"context"
	"net/http"
)

type callerHeaders struct{}

// WithCallerHeaders makes calls use headers of their caller in place of credentials of this server: each takes the place of the
// scheme that fills the header of that name, and goes nowhere else.
func WithCallerHeaders(ctx context.Context, headers http.Header) context.Context {
	return context.WithValue(ctx, callerHeaders{}, headers)
}

// passedOn gives the headers of the caller; nil where there are none.
func passedOn(ctx context.Context) http.Header {
	headers, _ := ctx.Value(callerHeaders{}).(http.Header)
	return headers
}
