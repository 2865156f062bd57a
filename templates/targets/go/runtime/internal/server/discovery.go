package server

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// discovery.json describes the three tools of dynamic mode.
//
//go:embed discovery.json
var discoveryTools []byte

var (
	words = regexp.MustCompile(`[a-z0-9]+`)
	camel = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

func spaced(text string) string { return strings.ToLower(camel.ReplaceAllString(text, "$1 $2")) }

type brief struct {
	Name      string `json:"name"`
	Operation string `json:"operation"`
	Summary   string `json:"summary"`
}

type found struct {
	Operations []brief `json:"operations"`
	Total      int     `json:"total"`
}

type description struct {
	Name        string               `json:"name"`
	Method      string               `json:"method"`
	Path        string               `json:"path"`
	Description string               `json:"description"`
	InputSchema json.RawMessage      `json:"inputSchema"`
	Annotations *mcp.ToolAnnotations `json:"annotations"`
}

// search ranks operations by how many words of the query they hold, names before descriptions.
func (c *catalog) search(query string, limit int) found {
	wanted := words.FindAllString(spaced(query), -1)
	exact := c.find(strings.TrimSpace(query))
	scores := map[*operation]int{}
	var hits []*operation
	for _, each := range c.operations {
		scores[each] = score(each, wanted)
		if scores[each] > 0 || len(wanted) == 0 || each == exact {
			hits = append(hits, each)
		}
	}
	if exact != nil {
		scores[exact] = 1 << 30
	}
	slices.SortStableFunc(hits, func(a, b *operation) int { return scores[b] - scores[a] })
	out := found{Operations: []brief{}, Total: len(hits)}
	for _, each := range hits[:min(limit, len(hits))] {
		out.Operations = append(out.Operations, briefOf(each))
	}
	return out
}

func score(o *operation, wanted []string) int {
	names := spaced(strings.Join(append([]string{o.tool.Name, o.info.OperationID, o.key()}, o.info.Tags...), " "))
	texts := strings.ToLower(o.tool.Title + " " + o.tool.Description)
	total := 0
	for _, word := range wanted {
		if strings.Contains(names, word) {
			total += 3
		}
		if strings.Contains(texts, word) {
			total++
		}
	}
	return total
}

func briefOf(o *operation) brief {
	summary := o.tool.Title
	if summary == "" {
		summary = o.tool.Description
	}
	if runes := []rune(summary); len(runes) > 200 {
		summary = string(runes[:200])
	}
	return brief{o.tool.Name, o.key(), summary}
}

// describe gives everything that a model needs to call an operation.
func describe(o *operation) description {
	return description{o.tool.Name, o.info.Method, o.info.Path, o.tool.Description, o.schema, o.tool.Annotations}
}

// notFound is an error text with the names that come closest.
func (c *catalog) notFound(name string) string {
	var near []string
	for _, each := range c.search(name, 3).Operations {
		near = append(near, each.Name)
	}
	hint := "Use search_operations to find it."
	if len(near) > 0 {
		hint = "Did you mean " + strings.Join(near, " or ") + "?"
	}
	return "Argument name: there is no such operation. " + hint
}
