package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"mcp-package/internal/rest"
)

const mostProblems = 8

// argumentCheck is the compiled schema of one tool.
type argumentCheck struct {
	names    []string // of the properties, in order
	required []string
	compiled *jsonschema.Schema // nil where the schema cannot be compiled
}

func newArgumentCheck(tool string, schema json.RawMessage) *argumentCheck {
	var parts struct {
		Properties json.RawMessage `json:"properties"`
		Required   []string        `json:"required"`
	}
	check := &argumentCheck{}
	if err := json.Unmarshal(schema, &parts); err == nil {
		check.names, check.required = memberNames(parts.Properties), parts.Required
	}
	compiled, err := compile(tool, schema)
	if err != nil {
		slog.Warn("schema cannot be checked", "tool", tool)
	}
	check.compiled = compiled
	return check
}

// memberNames gives the names of an object's members as they stand there.
func memberNames(text json.RawMessage) []string {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	var names []string
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return names
		}
		names = append(names, fmt.Sprint(name))
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return names
		}
	}
	return names
}

const schemaURL = "tool:///arguments.json"

// compile follows local references only, and does not check members of a format.
func compile(tool string, schema json.RawMessage) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.UseLoader(noLoader{})
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) { return compilePattern(tool, pattern), nil })
	if err := compiler.AddResource(schemaURL, document); err != nil {
		return nil, err
	}
	return compiler.Compile(schemaURL)
}

type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, errors.New(url + " is not part of the schema")
}

// checked is a pattern in the words of the document.
type checked struct {
	*regexp.Regexp
	pattern string
}

func (c checked) String() string { return c.pattern }

// anything stands in for a pattern that RE2 does not know (look-around, back references): it is left to the API.
type anything struct{ pattern string }

func (anything) MatchString(string) bool { return true }
func (a anything) String() string        { return a.pattern }

var unicodeEscape = regexp.MustCompile(`\\u\{?([0-9A-Fa-f]{4,6})\}?`)

// compilePattern reads a regular expression of JSON Schema. RE2 takes linear time, whatever the text.
func compilePattern(tool, pattern string) jsonschema.Regexp {
	compiled, err := regexp.Compile(unicodeEscape.ReplaceAllString(pattern, `\x{$1}`))
	if err != nil {
		slog.Debug("pattern is not checked", "tool", tool)
		return anything{pattern}
	}
	return checked{compiled, pattern}
}

// clean checks arguments and says what is wrong with them. An explicit null for an optional argument that cannot be null
// counts as left out, because models send such nulls.
func (c *argumentCheck) clean(raw json.RawMessage) (arguments map[string]json.RawMessage, problems []string) {
	if len(bytes.TrimSpace(raw)) == 0 || string(raw) == "null" {
		raw = json.RawMessage("{}")
	}
	if err := json.Unmarshal(raw, &arguments); err != nil {
		return nil, []string{"arguments: must be an object"}
	}
	for name := range arguments {
		if !slices.Contains(c.names, name) {
			problems = append(problems, fmt.Sprintf("unknown argument %s; known: %s", rest.Shown(name, 60), c.known()))
		}
	}
	if len(problems) > 0 {
		slices.Sort(problems)
		return nil, problems[:min(3, len(problems))]
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil || !finite(value) {
		return nil, []string{"arguments: hold a number that is out of range"}
	}
	instance, _ := value.(map[string]any)
	failures := c.failures(instance)
	dropped := false
	for _, each := range failures {
		name := firstOf(each.InstanceLocation)
		if given, isGiven := instance[name]; len(each.InstanceLocation) == 1 && isGiven && given == nil && !slices.Contains(c.required, name) {
			delete(instance, name)
			delete(arguments, name)
			dropped = true
		}
	}
	if dropped {
		failures = c.failures(instance)
	}
	return arguments, describeFailures(failures, instance)
}

func (c *argumentCheck) known() string {
	if len(c.names) == 0 {
		return "none"
	}
	return strings.Join(c.names, ", ")
}

func firstOf(place []string) string {
	if len(place) == 0 {
		return ""
	}
	return place[0]
}

// finite refuses numbers like 1e999999999 that only exist to keep a machine busy.
func finite(value any) bool {
	switch value := value.(type) {
	case json.Number:
		number, err := value.Float64()
		return err == nil && !math.IsInf(number, 0) && len(value) <= 400
	case []any:
		return !slices.ContainsFunc(value, func(item any) bool { return !finite(item) })
	case map[string]any:
		for _, item := range value {
			if !finite(item) {
				return false
			}
		}
	}
	return true
}

// failures gives each rule that is broken, without those that only group others.
func (c *argumentCheck) failures(instance map[string]any) []*jsonschema.ValidationError {
	if c.compiled == nil {
		return nil
	}
	var failed *jsonschema.ValidationError
	if err := c.compiled.Validate(instance); !errors.As(err, &failed) {
		return nil
	}
	return leaves(failed)
}

func leaves(failed *jsonschema.ValidationError) []*jsonschema.ValidationError {
	switch failed.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf, *kind.Not:
		return []*jsonschema.ValidationError{failed} // what its branches say would only confuse
	}
	if len(failed.Causes) == 0 {
		return []*jsonschema.ValidationError{failed}
	}
	var all []*jsonschema.ValidationError
	for _, cause := range failed.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}

func describeFailures(failures []*jsonschema.ValidationError, instance map[string]any) []string {
	var problems []string
	for _, each := range failures {
		problems = append(problems, problemsOf(each, instance)...)
	}
	slices.Sort(problems)
	problems = slices.Compact(problems)
	return problems[:min(mostProblems, len(problems))]
}

// problemsOf says where, which rule, and what kind of value was given; never the value itself.
func problemsOf(failed *jsonschema.ValidationError, instance map[string]any) []string {
	place := placeOf(failed.InstanceLocation, instance)
	if missing := missingIn(failed.ErrorKind); missing != nil {
		problems := make([]string, 0, len(missing))
		for _, name := range missing {
			problems = append(problems, strings.TrimPrefix(place+"."+name, ".")+": is required")
		}
		return problems
	}
	if place == "" {
		place = "arguments"
	}
	given := kindOf(valueAt(failed.InstanceLocation, instance))
	return []string{fmt.Sprintf("%s: %s (got %s)", rest.Shown(place, 120), ruleOf(failed.ErrorKind), given)}
}

func missingIn(rule jsonschema.ErrorKind) []string {
	switch rule := rule.(type) {
	case *kind.Required:
		return rule.Missing
	case *kind.DependentRequired:
		return rule.Missing
	}
	return nil
}

// placeOf writes items[2].name.
func placeOf(location []string, instance any) string {
	var out strings.Builder
	for _, part := range location {
		if _, isList := instance.([]any); isList {
			out.WriteString("[" + part + "]")
		} else {
			out.WriteString("." + part)
		}
		instance = valueAt([]string{part}, instance)
	}
	return strings.TrimPrefix(out.String(), ".")
}

func valueAt(location []string, value any) any {
	for _, part := range location {
		switch inside := value.(type) {
		case map[string]any:
			value = inside[part]
		case []any:
			var index int
			if _, err := fmt.Sscan(part, &index); err != nil || index >= len(inside) {
				return nil
			}
			value = inside[index]
		}
	}
	return value
}

func kindOf(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case json.Number:
		if strings.ContainsAny(string(value), ".eE") {
			return "number"
		}
		return "integer"
	}
	return "value"
}

func ruleOf(rule jsonschema.ErrorKind) string {
	switch rule := rule.(type) {
	case *kind.Type:
		return "must be " + strings.Join(rule.Want, " or ")
	case *kind.Enum:
		return "must be one of " + rest.Shown(jsonText(rule.Want), 400)
	case *kind.Const:
		return "must be " + rest.Shown(jsonText(rule.Want), 100)
	case *kind.Pattern:
		return "must match the pattern " + rest.Shown(rule.Want, 200)
	case *kind.AnyOf, *kind.OneOf:
		return "fits none of the allowed forms"
	case *kind.Not:
		return "has a form that is not allowed"
	case *kind.AdditionalProperties:
		return "has unknown members: " + rest.Shown(strings.Join(rule.Properties, ", "), 200)
	}
	return strings.TrimSpace("breaks the rule " + strings.Join(rule.KeywordPath(), " ") + " " + limitOf(rule))
}

func limitOf(rule jsonschema.ErrorKind) string {
	switch rule := rule.(type) {
	case *kind.Minimum:
		return rule.Want.RatString()
	case *kind.Maximum:
		return rule.Want.RatString()
	case *kind.ExclusiveMinimum:
		return rule.Want.RatString()
	case *kind.ExclusiveMaximum:
		return rule.Want.RatString()
	case *kind.MultipleOf:
		return rule.Want.RatString()
	case *kind.MinLength:
		return fmt.Sprint(rule.Want)
	case *kind.MaxLength:
		return fmt.Sprint(rule.Want)
	case *kind.MinItems:
		return fmt.Sprint(rule.Want)
	case *kind.MaxItems:
		return fmt.Sprint(rule.Want)
	}
	return ""
}

func jsonText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}
