package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// direct is a session of the server with itself, for routes and for work in the background.
type direct struct {
	session *mcp.ServerSession
	handle  mcp.MethodHandler
}

// connectDirectly is called once, when the first call needs it.
func (s *Server) connectDirectly() (*direct, error) {
	_, there := mcp.NewInMemoryTransports()
	session, err := s.MCP.Connect(context.Background(), there, nil)
	if err != nil {
		return nil, err
	}
	d := &direct{session: session}
	s.MCP.AddReceivingMiddleware(func(next mcp.MethodHandler) mcp.MethodHandler {
		d.handle = next
		return next
	})
	return d, nil
}

// Tools lists the tools as clients see them.
func (s *Server) Tools(ctx context.Context) ([]*mcp.Tool, error) {
	d, err := s.direct()
	if err != nil {
		return nil, err
	}
	request := &mcp.ListToolsRequest{Session: d.session, Params: &mcp.ListToolsParams{}}
	result, err := d.handle(ctx, "tools/list", request)
	if err != nil {
		return nil, err
	}
	listed, isList := result.(*mcp.ListToolsResult)
	if !isList {
		return nil, errors.New("tools/list gave no list")
	}
	return listed.Tools, nil
}

// Tool finds a tool by its name. One that is offered only by search is found too; nil where there is none.
func (s *Server) Tool(ctx context.Context, name string) (tool *mcp.Tool, isOffered bool) {
	tools, err := s.Tools(ctx)
	if err != nil {
		return nil, false
	}
	if i := slices.IndexFunc(tools, func(each *mcp.Tool) bool { return each.Name == name }); i >= 0 {
		return tools[i], true
	}
	if o := s.catalog.find(name); o != nil {
		return o.tool, false
	}
	return nil, false
}

// AddTool adds a tool of an extension, whose arguments are checked against its schema.
func (s *Server) AddTool(tool *mcp.Tool, schema json.RawMessage, run func(ctx context.Context, arguments json.RawMessage) *mcp.CallToolResult) {
	check := sync.OnceValue(func() *argumentCheck { return newArgumentCheck(tool.Name, schema) })
	s.add(&operation{tool: tool, schema: schema, check: check}, func(ctx context.Context, raw json.RawMessage) *mcp.CallToolResult {
		if _, problems := check().clean(raw); len(problems) > 0 {
			return ErrorResult("Change the arguments. " + strings.Join(problems, "; ") + ".")
		}
		return run(ctx, raw)
	})
}

// Call calls a tool outside of an MCP session, with all that stands around it. The header is that of the HTTP request behind
// it. The error is the protocol's: there is no such tool.
func (s *Server) Call(ctx context.Context, name string, arguments json.RawMessage, header http.Header) (*mcp.CallToolResult, error) {
	d, err := s.direct()
	if err != nil {
		return nil, err
	}
	result, err := d.handle(ctx, "tools/call", &mcp.CallToolRequest{
		Session: d.session,
		Params:  &mcp.CallToolParamsRaw{Name: name, Arguments: arguments},
		Extra:   &mcp.RequestExtra{Header: header},
	})
	if err != nil {
		return nil, err
	}
	answer, isAnswer := result.(*mcp.CallToolResult)
	if !isAnswer {
		return nil, errors.New("tools/call gave no result")
	}
	return answer, nil
}
