package rest

import (
	"fmt"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// How parameters are written into queries, headers and cookies, after OpenAPI 3.1.2 (Parameter Object, Appendix C)
// and RFC 6570: what separates the members of a list is written as it is, what stands inside a member is
// percent-encoded.

// reserved holds the characters that allowReserved leaves as they are and that mean nothing inside a query value.
const reserved = ":/?@!$'()*,;="

const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

var delimiters = map[string]string{"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}

// connectionHeaders belong to the connection and cannot be set by an argument.
var connectionHeaders = map[string]bool{
	"connection": true, "content-length": true, "cookie": true, "expect": true, "host": true, "keep-alive": true,
	"proxy-authenticate": true, "proxy-authorization": true, "proxy-connection": true, "te": true, "trailer": true,
	"transfer-encoding": true, "upgrade": true,
}

// Option says how a parameter or a member of a form is written where that is not the usual way of its place.
type Option func(*format)

type format struct {
	style         string
	explode       bool
	exploded      bool // whether explode was said at all
	allowReserved bool
	asJSON        bool
	contentType   string
	isFile        bool
}

// Style is a style of the document with its explode.
func Style(style string, explode bool) Option {
	return func(f *format) { f.style, f.explode, f.exploded = style, explode, true }
}

// AllowReserved leaves reserved characters as they are.
func AllowReserved(f *format) { f.allowReserved = true }

// AsJSON writes the value as one JSON text.
func AsJSON(f *format) { f.asJSON = true }

// ContentType is the type of one part of a body.
func ContentType(mediaType string) Option { return func(f *format) { f.contentType = mediaType } }

// File sends a part as a file; its value is base64 text.
func File(f *format) { f.isFile = true }

func formatOf(options []Option) format {
	var f format
	for _, option := range options {
		option(&f)
	}
	return f
}

// escape percent-encodes everything but unreserved characters and those in safe.
func escape(text, safe string) string {
	var out strings.Builder
	for i := range len(text) {
		if c := text[i]; strings.IndexByte(unreserved, c) >= 0 || strings.IndexByte(safe, c) >= 0 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

// queryPairs writes one query parameter or form member as name=value pairs.
func queryPairs(name string, value any, f format) []string {
	key, safe := escape(name, ""), ""
	if f.allowReserved {
		safe = reserved
	}
	delimiter, delimited := delimiters[f.style]
	explode := !delimited
	if f.exploded {
		explode = f.explode
	}
	if !delimited {
		delimiter = ","
	}
	inside := strings.ReplaceAll(safe, ",", "")
	switch value := value.(type) {
	case []any:
		if f.style == "deepObject" {
			return deepPairs(key, value, safe)
		}
		return listPairs(key, value, explode, delimiter, inside)
	case object:
		if f.style == "deepObject" {
			return deepPairs(key, value, safe)
		}
		return objectPairs(key, value, explode, delimiter, inside)
	}
	return []string{key + "=" + escape(textOf(value), safe)}
}

func listPairs(key string, items []any, explode bool, delimiter, safe string) []string {
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text := escape(textOf(item), safe)
		if explode {
			text = key + "=" + text
		}
		texts = append(texts, text)
	}
	if explode || len(texts) == 0 {
		return texts
	}
	return []string{key + "=" + strings.Join(texts, delimiter)}
}

func objectPairs(key string, members object, explode bool, delimiter, safe string) []string {
	between := delimiter
	if explode {
		between = "="
	}
	texts := make([]string, 0, len(members))
	for _, each := range members {
		texts = append(texts, escape(each.name, "")+between+escape(textOf(each.value), safe))
	}
	if explode {
		return texts
	}
	return []string{key + "=" + strings.Join(texts, delimiter)}
}

// deepPairs flattens a value to key[member][0]=leaf.
func deepPairs(path string, value any, safe string) []string {
	var pairs []string
	switch value := value.(type) {
	case object:
		for _, each := range value {
			pairs = append(pairs, deepPairs(path+"%5B"+escape(each.name, "")+"%5D", each.value, safe)...)
		}
	case []any:
		for i, item := range value {
			pairs = append(pairs, deepPairs(fmt.Sprintf("%s%%5B%d%%5D", path, i), item, safe)...)
		}
	default:
		return []string{path + "=" + escape(textOf(value), safe)}
	}
	return pairs
}

// simpleParts gives the members of a value in style simple: a and b, or k and v, or exploded k=v.
func simpleParts(value any, explode bool, write func(string) string) []string {
	switch value := value.(type) {
	case []any:
		parts := make([]string, 0, len(value))
		for _, item := range value {
			parts = append(parts, write(textOf(item)))
		}
		return parts
	case object:
		parts := make([]string, 0, 2*len(value))
		for _, each := range value {
			name, text := write(each.name), write(textOf(each.value))
			if explode {
				parts = append(parts, name+"="+text)
			} else {
				parts = append(parts, name, text)
			}
		}
		return parts
	}
	return []string{write(textOf(value))}
}

// headerText writes the value of a header, which is never percent-encoded.
func headerText(name string, value any, f format) (string, error) {
	if connectionHeaders[strings.ToLower(name)] {
		return "", &ArgumentError{name, "this header belongs to the connection and cannot be set"}
	}
	if !httpguts.ValidHeaderFieldName(name) {
		return "", &ArgumentError{name, "HTTP knows no header of this name"}
	}
	text := strings.Join(simpleParts(value, f.explode, func(text string) string { return text }), ",")
	return text, refuseControl(name, text)
}

// cookiePairs writes a cookie parameter as percent-encoded name=value pairs.
func cookiePairs(name string, value any, f format) ([]string, error) {
	for _, text := range stringsIn(value) {
		if err := refuseControl(name, text); err != nil {
			return nil, err
		}
	}
	return queryPairs(name, value, f), nil
}

func refuseControl(name, text string) error {
	for i := range len(text) {
		if c := text[i]; c == 0x7f || (c < 0x20 && c != '\t') {
			return &ArgumentError{name, "line breaks and control characters cannot be sent here"}
		}
	}
	return nil
}

// stringsIn gives all texts inside a value, names of members too.
func stringsIn(value any) []string {
	var texts []string
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, item := range value {
			texts = append(texts, stringsIn(item)...)
		}
	case object:
		for _, each := range value {
			texts = append(append(texts, each.name), stringsIn(each.value)...)
		}
	}
	return texts
}
