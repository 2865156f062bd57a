package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/jmespath/go-jmespath"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/rest"
)

// Arguments that the server adds to the tools of the document, where its owner switches them on: max_items goes on to further
// pages of a list, fields picks parts of an answer. Both are off unless MCP_EXTRA_ARGUMENTS names them: a tool then has the
// arguments that the document gives it, and no others.
const (
	maxItems = "max_items"
	fields   = "fields"
)

var extraArguments = []string{maxItems, fields}

var extraSchemas = rawArguments{
	maxItems: json.RawMessage(`{"type":"integer","minimum":1,"maximum":10000,` +
		`"description":"Fetch further pages until there are so many items. Left out: one page."}`),
	fields: json.RawMessage(`{"type":"string","maxLength":1000,` +
		`"description":"Which parts of the answer to return, as JMESPath: [*].{id: id, name: name}"}`),
}

// extend adds arguments to a schema. The second result says which name each has in the tool: another one where the document
// has an argument of that name.
func extend(schema json.RawMessage, names []string) (json.RawMessage, map[string]string, error) {
	var whole, properties rawArguments
	if err := json.Unmarshal(schema, &whole); err != nil {
		return nil, nil, err
	}
	if whole["properties"] != nil {
		if err := json.Unmarshal(whole["properties"], &properties); err != nil {
			return nil, nil, err
		}
	}
	order, added := memberNames(whole["properties"]), map[string]string{}
	properties = with(properties, nil)
	for _, name := range names {
		argument := name
		if _, taken := properties[argument]; taken {
			argument = "answer_" + name
		}
		if _, taken := properties[argument]; !taken {
			properties[argument], added[name] = extraSchemas[name], argument
			order = append(order, argument)
		}
	}
	if len(added) == 0 {
		return schema, nil, nil
	}
	outer := memberNames(schema)
	if whole["properties"] == nil {
		outer = append(outer, "properties")
	}
	whole["properties"] = writeMembers(order, properties)
	return writeMembers(outer, whole), added, nil
}

// extrasOf are the arguments that fit a tool: paging where the document makes it clear, fields where something is read.
func extrasOf(tool mcp.Tool, info operationInfo, wanted []string) []string {
	return slices.DeleteFunc(slices.Clone(wanted), func(name string) bool {
		if name == maxItems {
			return info.Paging == nil
		}
		return tool.Annotations == nil || !tool.Annotations.ReadOnlyHint
	})
}

// usesExtras says whether a call has one of the added arguments.
func (o *operation) usesExtras(given rawArguments) bool {
	for _, argument := range o.extras {
		if _, isGiven := given[argument]; isGiven {
			return true
		}
	}
	return false
}

// runWithExtras makes a call whose answer is put together or picked apart before it is shown. The text is a note about it.
func (o *operation) runWithExtras(ctx context.Context, get fetch, given rawArguments) (*rest.Response, string, error) {
	var wanted int64
	var expression string
	if value, isGiven := given[o.extras[maxItems]]; isGiven {
		if err := json.Unmarshal(value, &wanted); err != nil {
			return nil, "", unfit(err)
		}
	}
	if value, isGiven := given[o.extras[fields]]; isGiven {
		if err := json.Unmarshal(value, &expression); err != nil {
			return nil, "", unfit(err)
		}
	}
	// Before the first request: an expression that is none costs nothing.
	picked, err := compileSelection(o.extras[fields], expression)
	if err != nil {
		return nil, "", err
	}
	own := maps.Clone(given)
	for _, argument := range o.extras {
		delete(own, argument)
	}
	response, note, err := o.fetched(ctx, get, own, wanted)
	if err != nil || picked == nil {
		return response, note, err
	}
	response, err = picked.of(response)
	return response, note, err
}

func (o *operation) fetched(ctx context.Context, get fetch, given rawArguments, wanted int64) (*rest.Response, string, error) {
	if wanted == 0 {
		response, err := get(ctx, given)
		return response, "", err
	}
	all, response, err := o.pages().gather(ctx, get, given, wanted)
	if err != nil || all == nil {
		return response, "", err
	}
	return &rest.Response{Status: 200, MediaType: "application/json", JSON: all.data}, all.note, nil
}

// pages says how the operation goes on from page to page.
func (o *operation) pages() *pages {
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	out := &pages{paging: *o.info.Paging, properties: map[string]property{}}
	if err := json.Unmarshal(o.schema, &schema); err != nil {
		return out
	}
	for name, text := range schema.Properties {
		var one property
		if err := json.Unmarshal(text, &one); err == nil {
			out.properties[name] = one
		}
	}
	return out
}

// selection is a JMESPath expression that is used on an answer.
type selection struct {
	argument string
	compiled *jmespath.JMESPath
}

// compileSelection gives nil for no expression. The error is a [rest.ArgumentError].
func compileSelection(argument, expression string) (*selection, error) {
	if expression == "" {
		return nil, nil
	}
	compiled, err := jmespath.Compile(expression)
	if err != nil {
		return nil, &rest.ArgumentError{Name: argument, Problem: "no JMESPath expression (" + firstLine(err) + ")"}
	}
	return &selection{argument, compiled}, nil
}

// of gives the parts of an answer. The error is a [rest.ArgumentError].
func (s *selection) of(response *rest.Response) (*rest.Response, error) {
	if response.JSON == nil {
		return nil, &rest.ArgumentError{Name: s.argument, Problem: "the answer is no JSON; leave the argument out"}
	}
	decoder := json.NewDecoder(bytes.NewReader(response.JSON))
	decoder.UseNumber()
	var data any
	if err := decoder.Decode(&data); err != nil {
		return nil, &rest.ArgumentError{Name: s.argument, Problem: "the answer is no JSON; leave the argument out"}
	}
	found, err := s.compiled.Search(numbers(data))
	if err != nil {
		return nil, &rest.ArgumentError{Name: s.argument, Problem: "does not fit the answer (" + firstLine(err) + ")"}
	}
	text, err := json.Marshal(found)
	if err != nil {
		return nil, err
	}
	return &rest.Response{Status: response.Status, MediaType: "application/json", JSON: text}, nil
}

// numbers makes numbers of JSON those that expressions compare, but for whole ones that would lose digits: those stay texts
// of digits, which are shown as they came.
func numbers(value any) any {
	switch value := value.(type) {
	case json.Number:
		number, err := value.Float64()
		if err != nil || (math.Abs(number) > 1<<53 && !strings.ContainsAny(string(value), ".eE")) {
			return value
		}
		return number
	case []any:
		for i := range value {
			value[i] = numbers(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = numbers(value[name])
		}
	}
	return value
}

// firstLine is the first line of an error: the others show the expression again.
func firstLine(err error) string {
	line, _, _ := strings.Cut(fmt.Sprint(err), "\n")
	return rest.Shown(strings.Trim(line, " .:"), 200)
}

// withNote gives a result with a note behind its content.
func withNote(result *mcp.CallToolResult, note string) *mcp.CallToolResult {
	if note != "" && !result.IsError {
		result.Content = append(result.Content, &mcp.TextContent{Text: note})
	}
	return result
}
