package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mcp-package/internal/rest"
)

const (
	mostPages     = 100
	mostPageBytes = 10_000_000
	mostPageTime  = time.Minute
)

var (
	linkPattern = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]*))*)`)
	relPattern  = regexp.MustCompile(`(?i);\s*rel\s*=\s*"?([^";]*)`)
)

type rawArguments = map[string]json.RawMessage

// paging says how one operation goes on from page to page: _operation.paging of tools.json.
type paging struct {
	// Kind is cursor, last-item, link, page or offset.
	Kind string `json:"kind"`
	// Arguments are names of query parameters with the arguments of the tool that fill them.
	Arguments map[string]string `json:"arguments"`
	// Items, Next and More are where the list, the next cursor or address, and "there is more" stand in an answer.
	Items []string `json:"items"`
	Next  []string `json:"next"`
	More  []string `json:"more"`
	// First is the number of the first page.
	First int64 `json:"first"`
	// Size is the argument that says how large pages are; "" for none.
	Size string `json:"size"`
}

// property is what paging has to know of an argument.
type property struct {
	Type    any          `json:"type"`
	Minimum *json.Number `json:"minimum"`
	Maximum *json.Number `json:"maximum"`
}

type pages struct {
	paging
	properties map[string]property
}

// begin asks for pages as large as useful, where the document says how large they may be.
func (p *pages) begin(given rawArguments, wanted int64) rawArguments {
	size := p.properties[p.Size]
	if size.Maximum == nil {
		return given
	}
	for _, name := range append(slices.Collect(maps.Values(p.Arguments)), p.Size) {
		if _, isGiven := given[name]; isGiven {
			return given
		}
	}
	most, err := size.Maximum.Int64()
	if err != nil {
		return given
	}
	least := int64(1)
	if size.Minimum != nil {
		if least, err = size.Minimum.Int64(); err != nil {
			return given
		}
	}
	return with(given, rawArguments{p.Size: number(max(min(wanted, most), least))})
}

// items gives the items of a page; false where there is no list.
func (p *pages) items(answer json.RawMessage) (items []json.RawMessage, isList bool) {
	err := json.Unmarshal(at(answer, p.Items), &items)
	return items, err == nil && items != nil
}

// following gives the arguments of the next call; nil when this was the last page.
func (p *pages) following(response *rest.Response, items []json.RawMessage, given rawArguments) rawArguments {
	var moved rawArguments
	switch p.Kind {
	case "cursor":
		moved = p.only(at(response.JSON, p.Next))
	case "last-item":
		if len(items) > 0 && string(at(response.JSON, p.More)) == "true" {
			moved = p.only(at(items[len(items)-1], p.Next))
		}
	case "link":
		moved = p.linked(response)
	default:
		moved = p.counted(len(items), given)
	}
	following := with(given, moved)
	if maps.EqualFunc(following, given, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
		return nil
	}
	return following
}

// only gives all arguments of the paging one text.
func (p *pages) only(value json.RawMessage) rawArguments {
	var text string
	if err := json.Unmarshal(value, &text); err != nil || text == "" {
		return nil
	}
	moved := rawArguments{}
	for _, name := range p.Arguments {
		moved[name] = value
	}
	return moved
}

// linked takes arguments from the address of the next page. The address itself is never fetched: it could lead anywhere.
func (p *pages) linked(response *rest.Response) rawArguments {
	address := nextLink(response.Header)
	if len(p.Next) > 0 {
		address = ""
		if err := json.Unmarshal(at(response.JSON, p.Next), &address); err != nil {
			return nil
		}
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return nil
	}
	moved := rawArguments{}
	for name, values := range parsed.Query() {
		if argument, known := p.Arguments[name]; known {
			moved[argument] = p.typed(argument, values[len(values)-1])
		}
	}
	return moved
}

func (p *pages) counted(items int, given rawArguments) rawArguments {
	if items == 0 {
		return nil
	}
	moved := rawArguments{}
	for _, name := range p.Arguments {
		now, step := int64(0), int64(items)
		if p.Kind == "page" {
			now, step = p.First, 1
		}
		if value, isGiven := given[name]; isGiven {
			if err := json.Unmarshal(value, &now); err != nil {
				return nil
			}
		}
		moved[name] = number(now + step)
	}
	return moved
}

func (p *pages) typed(argument, text string) json.RawMessage {
	kinds := fmt.Sprint(p.properties[argument].Type)
	whole, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (strings.Contains(kinds, "integer") || strings.Contains(kinds, "number")) {
		return number(whole)
	}
	return json.RawMessage(jsonText(text))
}

// gathered are the items of several pages.
type gathered struct {
	// data is the last answer, with the items of all of them.
	data json.RawMessage
	// note says how many there are, and whether there are more.
	note string
}

type fetch func(ctx context.Context, given rawArguments) (*rest.Response, error)

// gather fetches pages until there are as many items as wanted, no more pages, or a limit is reached. Where the first page is
// no list, it is given as it came.
func (p *pages) gather(ctx context.Context, get fetch, given rawArguments, wanted int64) (*gathered, *rest.Response, error) {
	var got, before []json.RawMessage
	var last json.RawMessage
	deadline, size, count, stopped := time.Now().Add(mostPageTime), 0, 0, ""
	following := p.begin(given, wanted)
	for following != nil && stopped == "" {
		response, err := get(ctx, following)
		var items []json.RawMessage
		isList := false
		if err == nil {
			items, isList = p.items(response.JSON)
		}
		if !isList {
			if count == 0 {
				return nil, response, err
			}
			stopped = "the next page could not be read"
			break
		}
		count++
		following = p.following(response, items, following)
		if len(items) > 0 && same(items, before) {
			break // the API does not know the argument, and says the same again
		}
		got, before, last = append(got, items...), items, response.JSON
		for _, item := range items {
			size += len(item)
		}
		if following != nil {
			stopped = limitOfPages(int64(len(got)), wanted, count, size, deadline)
		}
	}
	more := following != nil || int64(len(got)) > wanted
	got = got[:min(int64(len(got)), wanted)]
	data, err := put(last, p.Items, got)
	return &gathered{data, pagesNote(len(got), count, stopped, more)}, nil, err
}

func same(a, b []json.RawMessage) bool {
	return slices.EqualFunc(a, b, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
}

const raiseItems = "raise max_items to see them"

// limitOfPages says why no further page is asked for; "" when one is.
func limitOfPages(got, wanted int64, count, size int, deadline time.Time) string {
	switch {
	case got >= wanted:
		return raiseItems
	case count >= mostPages:
		return fmt.Sprintf("%d requests are the most for one call", mostPages)
	case size >= mostPageBytes:
		return "the answer would be too large"
	case time.Now().After(deadline):
		return "it takes too long"
	}
	return ""
}

func pagesNote(items, requests int, stopped string, more bool) string {
	asked := fmt.Sprintf("%d requests", requests)
	if requests == 1 {
		asked = "1 request"
	}
	if !more {
		return fmt.Sprintf("[%d items from %s. These are all.]", items, asked)
	}
	if stopped == "" {
		stopped = raiseItems
	}
	return fmt.Sprintf("[%d items from %s. More may follow: %s.]", items, asked, stopped)
}

// nextLink gives the address with the relation next in the header Link (RFC 8288).
func nextLink(header http.Header) string {
	text := strings.Join(header.Values("Link"), ", ")
	for _, found := range linkPattern.FindAllStringSubmatch(text[:min(len(text), 10_000)], -1) {
		relation := relPattern.FindStringSubmatch(found[2])
		if relation != nil && slices.Contains(strings.Fields(strings.ToLower(relation[1])), "next") {
			return found[1]
		}
	}
	return ""
}

// at gives the member at the end of a path; null where there is none.
func at(data json.RawMessage, path []string) json.RawMessage {
	for _, name := range path {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(data, &members); err != nil {
			return json.RawMessage("null")
		}
		data = members[name]
	}
	if data == nil {
		return json.RawMessage("null")
	}
	return data
}

// put replaces the member at the end of a path, which is there.
func put(data json.RawMessage, path []string, items []json.RawMessage) (json.RawMessage, error) {
	if len(path) == 0 {
		return json.Marshal(items)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	inner, err := put(members[path[0]], path[1:], items)
	if err != nil {
		return nil, err
	}
	members[path[0]] = inner
	return writeMembers(memberNames(data), members), nil
}

// writeMembers writes an object with its members in an order.
func writeMembers(names []string, members map[string]json.RawMessage) json.RawMessage {
	out := []byte{'{'}
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, jsonText(name)...), ':'), members[name]...)
	}
	return append(out, '}')
}

// with gives arguments with others over them.
func with(given, more rawArguments) rawArguments {
	all := maps.Clone(given)
	if all == nil {
		all = rawArguments{}
	}
	maps.Copy(all, more)
	return all
}

func number(value int64) json.RawMessage { return strconv.AppendInt(nil, value, 10) }
