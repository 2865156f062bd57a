package longoperations

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

var ownTools = []string{"start_operation", "operation_status", "operation_cancel"}

const (
	startSchema = `{"type":"object","properties":{"tool":{"type":"string","description":"Name of the tool."},` +
		`"arguments":{"type":"object","description":"Its arguments."}},"required":["tool","arguments"],"additionalProperties":false}`
	idSchema = `{"type":"object","properties":{"operation_id":{"type":"string","description":"As start_operation gave it."}},` +
		`"required":["operation_id"],"additionalProperties":false}`
)

// addTools adds three tools. Starting is open to all who may call the tool itself: that call is checked, as every call is.
func (o *operations) addTools() error {
	isClosed, isOpen := false, true
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &isClosed}
	starts := &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &isOpen}
	tools := []struct {
		name, about, schema string
		hints               *mcp.ToolAnnotations
		run                 func(context.Context, given) *mcp.CallToolResult
	}{
		{
			"start_operation", "Start a tool in the background. Next: operation_status with the id of the answer.", startSchema, starts,
			func(ctx context.Context, asked given) *mcp.CallToolResult { return o.accept(ctx, asked.Tool, asked.Arguments) },
		},
		{"operation_status", "Tell how far an operation is, and its result at the end.", idSchema, reads, o.status},
		{"operation_cancel", "Stop an operation. What it has done already stays done.", idSchema, reads, o.cancel},
	}
	for _, each := range tools {
		tool := &mcp.Tool{Name: each.name, Description: each.about, Annotations: each.hints, InputSchema: json.RawMessage(each.schema)}
		o.server.AddTool(tool, json.RawMessage(each.schema), func(ctx context.Context, arguments json.RawMessage) *mcp.CallToolResult {
			var asked given
			if err := json.Unmarshal(arguments, &asked); err != nil {
				return server.ErrorResult("Change the arguments.")
			}
			return each.run(ctx, asked)
		})
	}
	return nil
}

// given are the arguments of the three tools.
type given struct {
	Tool      string          `json:"tool"`
	Arguments json.RawMessage `json:"arguments"`
	ID        string          `json:"operation_id"`
}

func (o *operations) status(ctx context.Context, asked given) *mcp.CallToolResult {
	one, problem := o.mine(ctx, asked.ID)
	if problem != nil {
		return problem
	}
	return shown(one)
}

func (o *operations) cancel(ctx context.Context, asked given) *mcp.CallToolResult {
	if _, problem := o.mine(ctx, asked.ID); problem != nil {
		return problem
	}
	if err := o.store.cancel(ctx, asked.ID); err != nil {
		return unreachable(ctx, err)
	}
	o.stop(ctx, asked.ID)
	return o.status(ctx, asked)
}

// mine finds an operation of the caller.
func (o *operations) mine(ctx context.Context, id string) (one *record, problem *mcp.CallToolResult) {
	one, err := o.store.find(ctx, id)
	switch {
	case err != nil:
		return nil, unreachable(ctx, err)
	case one == nil || one.Owner != ownerOf(server.Claims(ctx)):
		text := fmt.Sprintf("Argument operation_id: there is no operation %q.", rest.Shown(id, 60))
		return nil, server.ErrorResult(text)
	}
	return one, nil
}

// shown is an operation as its caller sees it.
func shown(one *record) *mcp.CallToolResult {
	text, err := json.Marshal(struct {
		ID     string          `json:"operation_id"`
		Tool   string          `json:"tool"`
		Status state           `json:"status"`
		Result json.RawMessage `json:"result,omitempty"`
	}{one.ID, one.Tool, one.State, one.Result})
	if err != nil {
		return server.ErrorResult("The result cannot be written as JSON.")
	}
	return server.JSONResult(text, mostBytes)
}
