package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// Extension is what can be put around a server: a feature that was chosen for it, or your own. What is left out does nothing.
type Extension struct {
	// Start gets what is needed while the server runs; stop is called at its end.
	Start func(ctx context.Context, s *Server) (stop func(), err error)
	// Tool stands around calls of tools, those written by hand too.
	Tool func(next ToolHandler) ToolHandler
	// Request stands around requests to the API, with all their tries.
	Request func(next rest.Deliver) rest.Deliver
	// Handler stands around all that is served over HTTP.
	Handler func(next http.Handler, s *Server) http.Handler
	// Routes are served over HTTP besides /mcp and /health.
	Routes func(s *Server) []Route
	// Limiter counts the requests of clients in place of the usual one.
	Limiter Limiter
	// Challenge is what an answer 401 says besides, from the comma on.
	Challenge string
	// Grace is the time that running calls need at the end, where that is more than usual.
	Grace time.Duration
	// Dependencies looks at what this depends on, now.
	Dependencies func(ctx context.Context) []Dependency
	// Drain waits after SIGTERM, before HTTP stops to accept connections.
	Drain func(ctx context.Context)
}

// Route is served at a pattern of [http.ServeMux].
type Route struct {
	Pattern string
	Handler http.HandlerFunc
	// Open routes need no token and count for no limit.
	Open bool
}

// Dependency is something that the server needs.
type Dependency struct {
	// Name is one word, such as redis.
	Name string
	// Problem is what is wrong with it, without addresses or secrets; "" when it is well.
	Problem string
	// Vital says that calls fail without it.
	Vital bool
}

// ToolCall is a call of a tool, before its arguments are checked.
type ToolCall struct {
	// Name is the name of the tool; of the operation behind it where that is found by search.
	Name string
	// Arguments are as the client sent them.
	Arguments json.RawMessage
	// Operation is GET /pets/{petId}; "" for tools without one.
	Operation string
	// ReadOnly says that the tool changes nothing.
	ReadOnly bool
	// Header is that of the HTTP request; empty over stdio.
	Header http.Header
	Meta   mcp.Meta
}

// ToolHandler answers a call of a tool. Its error is the answer of the protocol, not of the tool.
type ToolHandler func(ctx context.Context, call *ToolCall) (*mcp.CallToolResult, error)

// Extend makes extensions, the first of which is the outermost. The error is a [rest.SettingsError].
func Extend(settings Settings, makers ...func(Settings) (Extension, error)) ([]Extension, error) {
	extensions := make([]Extension, 0, len(makers))
	for _, build := range makers {
		extension, err := build(settings)
		if err != nil {
			return nil, err
		}
		extensions = append(extensions, extension)
	}
	return extensions, nil
}

// extend puts the extensions around the tools, and around the requests of the client.
func (s *Server) extend(client *rest.Client) {
	for _, each := range slices.Backward(s.extensions) {
		if each.Request != nil {
			client.Use(each.Request)
		}
	}
	s.MCP.AddReceivingMiddleware(s.aroundTools)
}

// aroundTools shows calls of tools to the extensions. What is no tool, they do not see.
func (s *Server) aroundTools(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
		called, isCall := request.(*mcp.CallToolRequest)
		if !isCall {
			return next(ctx, method, request)
		}
		call := s.described(ctx, called)
		if call == nil {
			return next(ctx, method, request)
		}
		handler := ToolHandler(func(ctx context.Context, _ *ToolCall) (*mcp.CallToolResult, error) {
			result, err := next(ctx, method, request)
			answer, _ := result.(*mcp.CallToolResult)
			return answer, err
		})
		for _, each := range slices.Backward(s.extensions) {
			if each.Tool != nil {
				handler = each.Tool(handler)
			}
		}
		ctx, end := s.cancelled(ctx)
		defer end()
		return handler(ctx, call)
	}
}

// described is what extensions see of a call; for call_operation the operation that it calls. Nil for an unknown tool.
func (s *Server) described(ctx context.Context, request *mcp.CallToolRequest) *ToolCall {
	call := &ToolCall{Name: request.Params.Name, Arguments: request.Params.Arguments, Meta: request.Params.Meta}
	if request.Extra != nil {
		call.Header = request.Extra.Header
	}
	o, isOurs := s.offered[call.Name]
	switch {
	case isOurs && o.tool.Name == "call_operation" && o.info.Method == "":
		var given struct {
			Name      string
			Arguments json.RawMessage
		}
		if err := json.Unmarshal(call.Arguments, &given); err != nil {
			given.Name = ""
		}
		if found := s.catalog.find(given.Name); found != nil {
			o, call.Name, call.Arguments = found, found.tool.Name, given.Arguments
		}
	case !isOurs:
		tool, isOffered := s.Tool(ctx, call.Name)
		if !isOffered {
			return nil
		}
		o = &operation{tool: tool}
	}
	call.Operation = o.key()
	call.ReadOnly = o.tool.Annotations != nil && o.tool.Annotations.ReadOnlyHint
	return call
}

// Start gets what extensions need; stop has to be called, whatever the error.
func (s *Server) Start(ctx context.Context) (stop func(), err error) {
	var stops []func()
	stop = func() {
		for _, each := range slices.Backward(stops) {
			each()
		}
	}
	for _, each := range s.extensions {
		if each.Start == nil {
			continue
		}
		end, err := each.Start(context.WithoutCancel(ctx), s)
		if err != nil {
			return stop, err
		}
		stops = append(stops, end)
	}
	return stop, nil
}

// Dependencies looks at everything that extensions depend on, side by side.
func (s *Server) Dependencies(ctx context.Context) []Dependency {
	found := make([][]Dependency, len(s.extensions))
	var looking sync.WaitGroup
	for i, each := range s.extensions {
		if each.Dependencies != nil {
			looking.Go(func() { found[i] = each.Dependencies(ctx) })
		}
	}
	looking.Wait()
	return slices.Concat(found...)
}
