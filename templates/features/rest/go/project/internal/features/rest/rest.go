// Package rest serves the tools to programs that do not speak MCP.
package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/server"
)

// mostBytes is the longest body that is read.
const mostBytes = 4_000_000

// api has routes below /api/v1, behind the same guard as /mcp.
type api struct {
	begun         time.Time
	calls, errors atomic.Int64
}

// New counts from the start.
func New(server.Settings) (server.Extension, error) {
	a := &api{begun: time.Now()}
	return server.Extension{Tool: a.around, Routes: a.routes}, nil
}

// around counts calls, those over MCP too.
func (a *api) around(next server.ToolHandler) server.ToolHandler {
	return func(ctx context.Context, call *server.ToolCall) (*mcp.CallToolResult, error) {
		a.calls.Add(1)
		result, err := next(ctx, call)
		if err != nil || result == nil || result.IsError {
			a.errors.Add(1)
		}
		return result, err
	}
}

func (a *api) routes(s *server.Server) []server.Route {
	return []server.Route{
		{Pattern: "GET /api/v1/status", Handler: func(w http.ResponseWriter, _ *http.Request) { succeed(w, a.status(s)) }},
		{Pattern: "GET /api/v1/tools", Handler: func(w http.ResponseWriter, request *http.Request) {
			tools, err := s.Tools(request.Context())
			if err != nil {
				fail(w, http.StatusInternalServerError, "The tools cannot be listed.")
				return
			}
			succeed(w, tools)
		}},
		{Pattern: "POST /api/v1/tools/{tool}", Handler: func(w http.ResponseWriter, request *http.Request) {
			if body, good := readObject(w, request); good {
				run(w, request, s, request.PathValue("tool"), body)
			}
		}},
		{Pattern: "POST /api/v1/process", Handler: func(w http.ResponseWriter, request *http.Request) { process(w, request, s) }},
	}
}

type status struct {
	Name      string  `json:"name"`
	Version   string  `json:"version"`
	Uptime    float64 `json:"uptime_seconds"`
	Processed int64   `json:"processed_requests"`
	ErrorRate float64 `json:"error_rate"`
}

// status is what has happened since the start.
func (a *api) status(s *server.Server) status {
	said := status{Name: s.Name, Version: s.Version, Uptime: rounded(time.Since(a.begun).Seconds(), 10), Processed: a.calls.Load()}
	if said.Processed > 0 {
		said.ErrorRate = rounded(float64(a.errors.Load())/float64(said.Processed), 10_000)
	}
	return said
}

func rounded(number, parts float64) float64 { return math.Round(number*parts) / parts }

// process takes {"tool": "<name>", "arguments": {...}}.
func process(w http.ResponseWriter, request *http.Request, s *server.Server) {
	body, good := readObject(w, request)
	if !good {
		return
	}
	var wanted struct {
		Tool      string                     `json:"tool"`
		Arguments map[string]json.RawMessage `json:"arguments"`
	}
	if err := json.Unmarshal(body, &wanted); err != nil || wanted.Tool == "" {
		fail(w, http.StatusBadRequest, `The body must be {"tool": "<name>", "arguments": {...}}.`)
		return
	}
	arguments := json.RawMessage(`{}`)
	if wanted.Arguments != nil {
		arguments, _ = json.Marshal(wanted.Arguments) // it was JSON a moment ago
	}
	run(w, request, s, wanted.Tool, arguments)
}

// readObject gives the JSON object in a body; it answers to one that is something else.
func readObject(w http.ResponseWriter, request *http.Request) (body json.RawMessage, good bool) {
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, mostBytes))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		fail(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is longer than %d bytes.", mostBytes))
		return nil, false
	}
	if len(body) == 0 {
		body = json.RawMessage(`{}`)
	}
	var object map[string]json.RawMessage
	switch {
	case err != nil || !json.Valid(body):
		fail(w, http.StatusBadRequest, "The body is not JSON.")
		return nil, false
	case json.Unmarshal(body, &object) != nil || object == nil:
		fail(w, http.StatusBadRequest, "The body must be a JSON object.")
		return nil, false
	}
	return body, true
}

// run calls a tool.
func run(w http.ResponseWriter, request *http.Request, s *server.Server, tool string, arguments json.RawMessage) {
	result, err := s.Call(request.Context(), tool, arguments, request.Header)
	switch {
	case err != nil:
		fail(w, http.StatusNotFound, err.Error())
	case result.IsError:
		fail(w, http.StatusUnprocessableEntity, textOf(result))
	case result.InputRequests != nil:
		fail(w, http.StatusUnprocessableEntity, "The tool asks for input, which needs an MCP client.")
	default:
		succeed(w, dataOf(result))
	}
}

// dataOf is the answer as data: what the tool gave as such, else its text, else its content.
func dataOf(result *mcp.CallToolResult) any {
	if result.StructuredContent != nil {
		return result.StructuredContent
	}
	for _, part := range result.Content {
		if _, isText := part.(*mcp.TextContent); !isText {
			return result.Content
		}
	}
	return textOf(result)
}

func textOf(result *mcp.CallToolResult) string {
	var texts []string
	for _, part := range result.Content {
		if text, isText := part.(*mcp.TextContent); isText {
			texts = append(texts, text.Text)
		}
	}
	return strings.Join(texts, "\n")
}

func succeed(w http.ResponseWriter, data any) {
	write(w, http.StatusOK, map[string]any{"status": "ok", "data": data})
}

func fail(w http.ResponseWriter, code int, message string) {
	write(w, code, map[string]any{"status": "error", "message": message})
}

func write(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body) // who is gone needs no answer
}
