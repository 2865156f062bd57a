package rest

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Body is a request body under construction. Members are written in the order in which they are set.
type Body struct {
	mediaType string
	// encode writes the members; the media type may gain a boundary.
	encode   func(b *Body) (mediaType string, data []byte, err error)
	members  []bodyMember
	optional bool
	whole    any
	isWhole  bool
	err      error
}

type bodyMember struct {
	name   string
	value  any
	format format
}

// Optional sends no body at all when no member was given.
func (b *Body) Optional() *Body {
	b.optional = true
	return b
}

// Set adds a member; what was not given is left out.
func (b *Body) Set(name string, argument any, options ...Option) {
	value, given, err := plain(argument)
	if err != nil {
		b.err = &ArgumentError{name, "the value cannot be written as JSON"}
	}
	if given {
		b.members = append(b.members, bodyMember{name, value, formatOf(options)})
	}
}

// SetAll adds the members of an object.
func (b *Body) SetAll(argument any, formats map[string][]Option) {
	value, _, err := plain(argument)
	if err != nil {
		b.err = &ArgumentError{"body", "the value cannot be written as JSON"}
	}
	members, _ := value.(object)
	for _, each := range members {
		if each.value == nil {
			continue
		}
		b.members = append(b.members, bodyMember{each.name, each.value, formatOf(formats[each.name])})
	}
}

// write gives the content type and the bytes; data is nil when there is nothing to send.
func (b *Body) write() (mediaType string, data []byte, err error) {
	if b == nil || (b.isWhole && b.whole == nil) || (b.optional && !b.isWhole && len(b.members) == 0) {
		return "", nil, nil
	}
	if b.err != nil {
		return "", nil, b.err
	}
	mediaType, data, err = b.encode(b)
	if err == nil && data == nil {
		data = []byte{}
	}
	return mediaType, data, err
}

func encodeJSON(b *Body) (string, []byte, error) {
	if b.isWhole {
		data, err := writeJSON(b.whole)
		return b.mediaType, data, err
	}
	members := make(object, 0, len(b.members))
	for _, each := range b.members {
		members = append(members, member{each.name, each.value})
	}
	data, err := writeJSON(members)
	return b.mediaType, data, err
}

func encodeForm(b *Body) (string, []byte, error) {
	var pairs []string
	for _, each := range b.members {
		pairs = append(pairs, formPairs(each)...)
	}
	return b.mediaType, []byte(strings.Join(pairs, "&")), nil
}

// formPairs writes a member of a form; without a style, objects are JSON texts and lists are repeated.
func formPairs(m bodyMember) []string {
	value := m.value
	if m.format.style == "" && !m.format.exploded {
		if _, isObject := value.(object); isObject {
			value = jsonText(value)
		}
	}
	return queryPairs(m.name, value, m.format)
}

func encodeText(b *Body) (string, []byte, error) {
	return b.mediaType + "; charset=utf-8", []byte(textOf(b.whole)), nil
}

func encodeBinary(b *Body) (string, []byte, error) {
	data, err := decodeBase64("body", textOf(b.whole))
	return b.mediaType, data, err
}

func encodeMultipart(b *Body) (string, []byte, error) {
	boundary := "part-" + rand.Text()
	var out bytes.Buffer
	for _, each := range b.members {
		items, isList := each.value.([]any)
		if !isList {
			items = []any{each.value}
		}
		for _, item := range items {
			head, data, err := part(each.name, item, each.format)
			if err != nil {
				return "", nil, err
			}
			out.WriteString("--" + boundary + "\r\n" + head + "\r\n\r\n")
			out.Write(data)
			out.WriteString("\r\n")
		}
	}
	out.WriteString("--" + boundary + "--\r\n")
	return b.mediaType + "; boundary=" + boundary, out.Bytes(), nil
}

var quotePart = strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A")

// part writes head and bytes of one part.
func part(name string, value any, f format) (head string, data []byte, err error) {
	quoted := quotePart.Replace(name)
	head = `Content-Disposition: form-data; name="` + quoted + `"`
	text, isText := value.(string)
	if f.isFile && isText {
		kind, _, _ := strings.Cut(f.contentType, ",")
		if kind = strings.TrimSpace(kind); kind == "" || strings.Contains(kind, "*") {
			kind = "application/octet-stream"
		}
		data, err = decodeBase64(name, text)
		return head + `; filename="` + quoted + "\"\r\nContent-Type: " + kind, data, err
	}
	kind := f.contentType
	switch value.(type) {
	case object, []any:
		if kind == "" {
			kind = "application/json"
		}
	}
	if kind != "" {
		head += "\r\nContent-Type: " + kind
	}
	return head, []byte(textOf(value)), nil
}

// decodeBase64 takes standard and URL-safe base64, with or without padding and line breaks.
func decodeBase64(name, text string) ([]byte, error) {
	compact := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n':
			return -1
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, text)
	data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(compact, "="))
	if err != nil {
		return nil, &ArgumentError{name, "the bytes of the file are wanted as base64 text"}
	}
	return data, nil
}

// wholeValue reads a body that is one argument; nil where none was given.
func wholeValue(argument any) (any, error) {
	if raw, isRaw := argument.(json.RawMessage); isRaw && string(raw) == "null" {
		return nil, nil
	}
	value, given, err := plain(argument)
	if !given {
		return nil, err
	}
	return value, err
}
