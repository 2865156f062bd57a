package rest

import (
	"context"
	"net/http"
	"slices"
)

// Call is a request that is ready to be sent, with its credentials, and what is needed to talk about it.
type Call struct {
	// Operation is GET /pets/{petId}: method and template, without any value.
	Operation string
	Method    string
	Address   string
	Headers   http.Header
	Body      []byte // nil when there is none
	// MaxTries is how often it may be sent; Tries is how often it was.
	MaxTries, Tries int
	schemes         []Scheme
	missing         []string
}

// variables are the environment variables of the credentials that are sent.
func (c *Call) variables() []string {
	var names []string
	for _, scheme := range c.schemes {
		names = append(names, scheme.variables()...)
	}
	return names
}

// Received is an answer, read to its end or to a limit.
type Received struct {
	Status int
	Header http.Header
	Body   []byte
}

// Deliver sends a call, with all its tries. The error is an [APIError], or the context's own.
type Deliver func(ctx context.Context, call *Call) (*Received, error)

// Use stands around every request from now on; the first is the outermost. Requests must not be under way yet.
func (c *Client) Use(around ...func(next Deliver) Deliver) {
	for _, each := range slices.Backward(around) {
		c.deliver = each(c.deliver)
	}
}
