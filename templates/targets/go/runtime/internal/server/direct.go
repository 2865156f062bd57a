package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

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
