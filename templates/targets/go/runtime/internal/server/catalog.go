package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// operation is one tool, and the operation of the API behind it.
type operation struct {
	tool   *mcp.Tool
	schema json.RawMessage
	info   operationInfo
	check  func() *argumentCheck
	// extras are arguments that the server adds, with the names that they have in this tool.
	extras map[string]string
}

type operationInfo struct {
	OperationID string   `json:"operationId"`
	Method      string   `json:"method"`
	Path        string   `json:"path"`
	Tags        []string `json:"tags"`
	Paging      *paging  `json:"paging"`
}

// key is GET /pets/{petId}.
func (o *operation) key() string { return strings.TrimSpace(o.info.Method + " " + o.info.Path) }

// catalog holds all operations in the order of the document.
type catalog struct {
	operations []*operation
	byName     map[string]*operation
	aliases    map[string]*operation
}

// newCatalog reads tools.json and adds arguments where they fit. Schemas are compiled one by one, when they are first needed.
func newCatalog(text []byte, extras []string) (*catalog, error) {
	var file struct {
		Tools []json.RawMessage `json:"tools"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("tools.json: %w", err)
	}
	out := &catalog{byName: map[string]*operation{}, aliases: map[string]*operation{}}
	for _, raw := range file.Tools {
		each, err := newOperation(raw, extras)
		if err != nil {
			return nil, fmt.Errorf("tools.json: %w", err)
		}
		out.operations = append(out.operations, each)
		out.byName[each.tool.Name] = each
		for _, alias := range []string{each.info.OperationID, each.key()} {
			if _, taken := out.aliases[alias]; !taken && alias != "" {
				out.aliases[alias] = each
			}
		}
	}
	return out, nil
}

func newOperation(raw json.RawMessage, extras []string) (*operation, error) {
	var entry struct {
		mcp.Tool
		InputSchema  json.RawMessage `json:"inputSchema"`
		OutputSchema json.RawMessage `json:"outputSchema"`
		Operation    operationInfo   `json:"_operation"`
	}
	if err := json.Unmarshal(raw, &entry); err != nil {
		return nil, err
	}
	tool := entry.Tool
	schema, added, err := extend(entry.InputSchema, extrasOf(tool, entry.Operation, extras))
	if err != nil {
		return nil, err
	}
	tool.InputSchema = schema
	if entry.OutputSchema != nil {
		tool.OutputSchema = entry.OutputSchema
	}
	return &operation{
		tool: &tool, schema: schema, info: entry.Operation, extras: added,
		check: sync.OnceValue(func() *argumentCheck { return newArgumentCheck(tool.Name, schema) }),
	}, nil
}

// find looks an operation up by tool name, operationId, or METHOD /path.
func (c *catalog) find(name string) *operation {
	if found, known := c.byName[name]; known {
		return found
	}
	return c.aliases[name]
}
