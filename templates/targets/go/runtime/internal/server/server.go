package server

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// Handler calls the API with the arguments of a tool, which fit the tool's schema.
type Handler func(ctx context.Context, arguments map[string]json.RawMessage) (*rest.Response, error)

// Fixed are arguments that callers do not see: they have the same values in every call.
type Fixed map[string]any

// Call makes a handler of a method of the generated client.
func Call[A any](method func(context.Context, A) (*rest.Response, error), fixed ...Fixed) Handler {
	return func(ctx context.Context, arguments map[string]json.RawMessage) (*rest.Response, error) {
		all := make(map[string]any, len(arguments))
		for name, value := range arguments {
			all[name] = value
		}
		for _, each := range fixed {
			maps.Copy(all, each)
		}
		var into A
		text, err := json.Marshal(all)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &into); err != nil {
			return nil, unfit(err)
		}
		return method(ctx, into)
	}
}

// CallWithout makes a handler of a method that takes no arguments.
func CallWithout(method func(context.Context) (*rest.Response, error)) Handler {
	return func(ctx context.Context, _ map[string]json.RawMessage) (*rest.Response, error) { return method(ctx) }
}

// unfit is for whole numbers: a schema takes 1e3 and numbers of any length, a Go integer does not.
func unfit(err error) error {
	problem := &rest.ArgumentError{Name: "arguments", Problem: "do not have the types of the schema"}
	if typeError, isType := err.(*json.UnmarshalTypeError); isType {
		problem.Name = typeError.Field
		problem.Problem = "a whole number of at most 64 bits is wanted, written without a point or an exponent"
	}
	return problem
}

// Options is what a server is made of.
type Options struct {
	// Name, Title and Version are what clients see.
	Name, Title, Version string
	// Catalog is the text of tools.json: names, descriptions and input schemas.
	Catalog []byte
	// Handlers are the tools by name.
	Handlers map[string]Handler
	// Dynamic offers three tools that find, describe and call the operations, beside the pinned ones, unless the settings say
	// otherwise.
	Dynamic  bool
	Pinned   []string
	Settings Settings
	// Client sends the requests of the handlers, Extensions stand around them and around the tools; none in a plain server.
	Client     *rest.Client
	Extensions []Extension
}

// Server offers the tools of a catalog. Tools written by hand are added to MCP.
type Server struct {
	MCP *mcp.Server
	// Client is the one of the options.
	Client *rest.Client
	// Name and Version are what clients see.
	Name, Version string

	catalog  *catalog
	handlers map[string]Handler
	limit    int
	order    map[string]int
	offered  map[string]*operation // by name, helpers too
	running  atomic.Int64
	// working ends with the calls that stop cancels.
	working    context.Context
	stop       context.CancelFunc
	stopping   atomic.Bool
	extensions []Extension
	direct     func() (*direct, error)
}

// New makes a server. The error says what is wrong with the catalog.
func New(options Options) (*Server, error) {
	all, err := newCatalog(options.Catalog, options.Settings.Extras)
	if err != nil {
		return nil, err
	}
	s := &Server{
		MCP: mcp.NewServer(
			&mcp.Implementation{Name: options.Name, Title: options.Title, Version: options.Version},
			&mcp.ServerOptions{
				PageSize:     math.MaxInt32,
				Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}},
			}),
		catalog: all, handlers: options.Handlers, limit: options.Settings.MaxResponseBytes, order: map[string]int{},
		offered: map[string]*operation{}, extensions: options.Extensions, Client: options.Client, Name: options.Name, Version: options.Version,
	}
	s.direct = sync.OnceValues(s.connectDirectly)
	s.working, s.stop = context.WithCancel(context.Background())
	offered := all.operations
	if options.Settings.IsDynamic(options.Dynamic) {
		offered = slices.DeleteFunc(slices.Clone(offered), func(o *operation) bool {
			return !slices.Contains(options.Pinned, o.tool.Name)
		})
		if err := s.addHelpers(); err != nil {
			return nil, err
		}
	}
	for _, each := range offered {
		s.add(each, func(ctx context.Context, raw json.RawMessage) *mcp.CallToolResult { return s.run(ctx, each, raw) })
	}
	s.MCP.AddReceivingMiddleware(s.inOrder, passOn(options.Settings.PassThrough))
	if len(s.extensions) > 0 {
		s.extend(options.Client)
	}
	return s, nil
}

// passOn lets calls of the API use headers of the HTTP request that asked for them.
func passOn(names []string) mcp.Middleware {
	return func(next mcp.MethodHandler) mcp.MethodHandler {
		return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
			extra := request.GetExtra()
			if len(names) == 0 || method != "tools/call" || extra == nil {
				return next(ctx, method, request)
			}
			passed := http.Header{}
			for _, name := range names {
				if value := strings.TrimSpace(extra.Header.Get(name)); value != "" {
					passed.Set(name, value)
				}
			}
			return next(rest.WithCallerHeaders(ctx, passed), method, request)
		}
	}
}

type toolFunc func(ctx context.Context, raw json.RawMessage) *mcp.CallToolResult

// add registers a tool. Whatever happens in it is its own result and never the end of the server.
func (s *Server) add(o *operation, run toolFunc) {
	s.order[o.tool.Name] = len(s.order)
	s.offered[o.tool.Name] = o
	s.MCP.AddTool(o.tool, func(ctx context.Context, request *mcp.CallToolRequest) (result *mcp.CallToolResult, err error) {
		s.running.Add(1)
		defer s.running.Add(-1)
		ctx, end := s.cancelled(ctx)
		defer end()
		defer func() {
			if problem := recover(); problem != nil {
				result, err = unexpected(ctx, o.tool.Name, fmt.Sprintf("panic: %T", problem)), nil
			}
		}()
		return run(ctx, request.Params.Arguments), nil
	})
}

// cancelled gives a context that ends with the call, however its end is told.
func (s *Server) cancelled(ctx context.Context) (within context.Context, end func()) {
	within, cancel := context.WithCancel(ctx)
	keep := []func() bool{context.AfterFunc(s.working, cancel)}
	if call, isHTTP := ctx.Value(callOver{}).(context.Context); isHTTP {
		keep = append(keep, context.AfterFunc(call, cancel))
	}
	return within, func() {
		for _, forget := range keep {
			forget()
		}
		cancel()
	}
}

// inOrder lists tools in the order of the document, those written by hand at the end.
func (s *Server) inOrder(next mcp.MethodHandler) mcp.MethodHandler {
	return func(ctx context.Context, method string, request mcp.Request) (mcp.Result, error) {
		result, err := next(ctx, method, request)
		if listed, isList := result.(*mcp.ListToolsResult); isList && err == nil {
			slices.SortStableFunc(listed.Tools, func(a, b *mcp.Tool) int { return s.place(a.Name) - s.place(b.Name) })
		}
		return result, err
	}
}

func (s *Server) place(name string) int {
	if place, known := s.order[name]; known {
		return place
	}
	return len(s.order)
}

// run checks the arguments and calls the handler with them, unchanged.
func (s *Server) run(ctx context.Context, o *operation, raw json.RawMessage) *mcp.CallToolResult {
	arguments, problems := o.check().clean(raw)
	if len(problems) > 0 {
		return ErrorResult("Change the arguments. " + strings.Join(problems, "; ") + ".")
	}
	handler, known := s.handlers[o.tool.Name]
	if !known {
		slog.ErrorContext(ctx, "tool has no handler", "tool", o.tool.Name)
		return unexpected(ctx, o.tool.Name, "no handler")
	}
	var note string
	var response *rest.Response
	var err error
	if o.usesExtras(arguments) {
		response, note, err = o.runWithExtras(ctx, fetch(handler), arguments)
	} else {
		response, err = handler(ctx, arguments)
	}
	result := withNote(answered(ctx, o.tool.Name, response, err, s.limit), note)
	if o.tool.OutputSchema != nil {
		result = withStructure(result)
	}
	return result
}

// addHelpers adds the three tools of dynamic mode.
func (s *Server) addHelpers() error {
	helpers, err := newCatalog(discoveryTools, nil)
	if err != nil {
		return err
	}
	for _, helper := range helpers.operations {
		s.add(helper, func(ctx context.Context, raw json.RawMessage) *mcp.CallToolResult {
			arguments, problems := helper.check().clean(raw)
			if len(problems) > 0 {
				return ErrorResult("Change the arguments. " + strings.Join(problems, "; ") + ".")
			}
			return s.help(ctx, helper.tool.Name, arguments)
		})
	}
	return nil
}

func (s *Server) help(ctx context.Context, helper string, arguments map[string]json.RawMessage) *mcp.CallToolResult {
	var given struct {
		Query, Name string
		Limit       json.Number
		Arguments   json.RawMessage
	}
	text, err := json.Marshal(arguments)
	if err == nil {
		err = json.Unmarshal(text, &given)
	}
	if err != nil {
		return ErrorResult("Change the arguments.")
	}
	if helper == "search_operations" {
		limit := 20.0
		if number, err := given.Limit.Float64(); err == nil {
			limit = number
		}
		return s.shown(s.catalog.search(given.Query, int(limit)))
	}
	o := s.catalog.find(given.Name)
	if o == nil {
		return ErrorResult(s.catalog.notFound(given.Name))
	}
	if helper == "describe_operation" {
		return s.shown(describe(o))
	}
	return s.run(ctx, o, given.Arguments)
}

func (s *Server) shown(value any) *mcp.CallToolResult {
	text, err := json.Marshal(value)
	if err != nil {
		return ErrorResult("The answer cannot be written as JSON.")
	}
	return JSONResult(text, s.limit)
}
