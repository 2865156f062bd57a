package rest

import (
	"net/url"
	"strings"
)

const templateCharacters = "/:@!$&'()*+,;=~%?{}-._"

// fillPath puts an argument into a path template, so that it cannot leave its segment.
func fillPath(template, name string, argument any, f format) (string, error) {
	value, given, err := plain(argument)
	if err != nil || !given || value == nil {
		return "", &ArgumentError{name, "a value is required, it is part of the path"}
	}
	if f.asJSON {
		value = textOf(jsonText(value))
	}
	for _, text := range stringsIn(value) {
		if text == "" || isDots(text) {
			return "", &ArgumentError{name, "a path segment cannot be empty, '.' or '..'"}
		}
	}
	text := pathText(name, value, f)
	if text == "" {
		return "", &ArgumentError{name, "a path segment cannot be empty"}
	}
	return strings.ReplaceAll(template, "{"+escape(name, templateCharacters)+"}", text), nil
}

// checkPath refuses what a server would resolve: a segment that became a dot segment (RFC 3986 section 5.2.4).
func checkPath(path string) error {
	path, _, _ = strings.Cut(path, "?")
	for segment := range strings.SplitSeq(path, "/") {
		if isDots(segment) {
			return &ArgumentError{"path", "a path segment cannot be '.' or '..'"}
		}
	}
	return nil
}

// isDots finds dot segments, also when they are encoded once or twice.
func isDots(text string) bool {
	for range 2 {
		if decoded, err := url.PathUnescape(text); err == nil {
			text = decoded
		}
	}
	return text == "." || text == ".."
}

func pathText(name string, value any, f format) string {
	parts := simpleParts(value, f.explode, func(text string) string { return escape(text, "") })
	switch f.style {
	case "label":
		return labelText(parts, f.explode)
	case "matrix":
		return matrixText(escape(name, ""), value, parts, f.explode)
	}
	return strings.Join(parts, ",")
}

func labelText(parts []string, explode bool) string {
	if len(parts) == 0 {
		return ""
	}
	if !explode {
		return "." + strings.Join(parts, ",")
	}
	if len(parts) > 1 {
		for i, part := range parts {
			parts[i] = strings.ReplaceAll(part, ".", "%2E")
		}
	}
	return "." + strings.Join(parts, ".")
}

func matrixText(key string, value any, parts []string, explode bool) string {
	if !explode {
		if len(parts) == 0 {
			return ""
		}
		return ";" + key + "=" + strings.Join(parts, ",")
	}
	before := ";" + key + "="
	if _, isObject := value.(object); isObject {
		before = ";"
	}
	var out strings.Builder
	for _, part := range parts {
		out.WriteString(before + part)
	}
	return out.String()
}
