package server

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// answered turns what a call of the API gave into a tool result.
func answered(ctx context.Context, tool string, response *rest.Response, err error, limit int) *mcp.CallToolResult {
	if err != nil {
		return failed(ctx, tool, err)
	}
	return succeeded(response, limit)
}

// failed is a result for an error. Expected ones say what to change; of others only where to look.
func failed(ctx context.Context, tool string, err error) *mcp.CallToolResult {
	var argument *rest.ArgumentError
	var api *rest.APIError
	switch {
	case errors.As(err, &argument):
		return ErrorResult(argument.Error())
	case errors.As(err, &api):
		reference := NewReference()
		slog.WarnContext(ctx, "call failed", "reference", reference, "tool", tool, "status", api.Status,
			"category", api.Category(), "cause", fmt.Sprintf("%T", errors.Unwrap(api)))
		return ErrorResult(fmt.Sprintf("%s (reference %s)", api.Message, reference))
	case ctx.Err() != nil:
		return ErrorResult("The call was cancelled.")
	}
	return unexpected(ctx, tool, fmt.Sprintf("%T", err))
}

// unexpected is a result for what nobody foresaw: nothing of it is shown, only where to look.
func unexpected(ctx context.Context, tool, kind string) *mcp.CallToolResult {
	reference := NewReference()
	slog.ErrorContext(ctx, "tool failed", "reference", reference, "tool", tool, "kind", kind)
	return ErrorResult(fmt.Sprintf("The tool failed inside the server (reference %s, see its log).", reference))
}

// ErrorResult is what a model is told when a call failed.
func ErrorResult(text string) *mcp.CallToolResult {
	result := textResult(text)
	result.IsError = true
	return result
}

func textResult(texts ...string) *mcp.CallToolResult {
	result := &mcp.CallToolResult{}
	for _, text := range texts {
		result.Content = append(result.Content, &mcp.TextContent{Text: text})
	}
	return result
}

// succeeded turns an answer into a tool result of at most about limit bytes.
func succeeded(response *rest.Response, limit int) *mcp.CallToolResult {
	switch {
	case response.Empty:
		return textResult(fmt.Sprintf("Done (status %d, no content).", response.Status))
	case response.JSON != nil:
		return JSONResult(response.JSON, limit)
	case response.Bytes != nil:
		return binaryResult(response.Bytes, response.MediaType, limit)
	}
	return cut(response.Text, limit)
}

// JSONResult gives JSON as text and as structured content; text alone where both would be too long.
func JSONResult(data json.RawMessage, limit int) *mcp.CallToolResult {
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		return ErrorResult("The answer is no JSON.")
	}
	text := compact.String()
	if len(text)+wireSize(text) > limit {
		return cut(text, limit)
	}
	result := textResult(text)
	result.StructuredContent = json.RawMessage(text)
	if !strings.HasPrefix(text, "{") {
		result.StructuredContent = map[string]json.RawMessage{"result": json.RawMessage(text)}
	}
	return result
}

// withStructure is for tools with an output schema: clients refuse their results without structured content. Answers that are
// no JSON, or too long to be shown twice, are in the content alone; the structure says so.
func withStructure(result *mcp.CallToolResult) *mcp.CallToolResult {
	if !result.IsError && result.StructuredContent == nil {
		result.StructuredContent = map[string]bool{"answer_in_content": true}
	}
	return result
}

// cut shortens a text at the limit, with a note that says how to ask for less.
func cut(text string, limit int) *mcp.CallToolResult {
	if wireSize(text) <= limit {
		return textResult(text)
	}
	kept := text[:min(len(text), max(0, limit-1000))]
	for wireSize(kept) > limit {
		kept = kept[:len(kept)*9/10]
	}
	for !utf8.ValidString(kept) {
		kept = kept[:len(kept)-1]
	}
	return textResult(kept, fmt.Sprintf("[Truncated: the answer has %d characters, the limit is %d bytes. "+
		"Ask for less: a smaller page or limit, a narrower filter, or fewer members.]", utf8.RuneCountInString(text), limit))
}

// binaryResult gives images and sound as such, other bytes as a resource with their type.
func binaryResult(data []byte, mediaType string, limit int) *mcp.CallToolResult {
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	if base64.StdEncoding.EncodedLen(len(data)) > limit {
		return ErrorResult(fmt.Sprintf("The call succeeded, but its answer is too large to show: %d bytes of %s, "+
			"the limit is %d bytes (MCP_MAX_RESPONSE_BYTES).", len(data), mediaType, limit))
	}
	var content mcp.Content = &mcp.EmbeddedResource{
		Resource: &mcp.ResourceContents{URI: "answer://body", Blob: data, MIMEType: mediaType},
	}
	switch {
	case strings.HasPrefix(mediaType, "image/"):
		content = &mcp.ImageContent{Data: data, MIMEType: mediaType}
	case strings.HasPrefix(mediaType, "audio/"):
		content = &mcp.AudioContent{Data: data, MIMEType: mediaType}
	}
	return &mcp.CallToolResult{Content: []mcp.Content{content}}
}

// wireSize counts the bytes of a text inside a JSON message.
func wireSize(text string) int { return len(jsonText(text)) }
