package server

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEveryRuleHasItsWords(t *testing.T) {
	schema := json.RawMessage(`{"type": "object", "additionalProperties": false, "properties": {
		"low": {"minimum": 2}, "high": {"maximum": 2}, "over": {"exclusiveMinimum": 2}, "under": {"exclusiveMaximum": 2},
		"step": {"multipleOf": 5}, "short": {"minLength": 2}, "long": {"maxLength": 2}, "few": {"minItems": 2}, "many": {"maxItems": 2},
		"one": {"const": 1}, "word": {"pattern": "^a\\u002d$"}, "either": {"anyOf": [{"type": "string"}, {"type": "boolean"}]},
		"no": {"not": {"type": "string"}}, "inside": {"type": "object", "properties": {"a": {}}, "additionalProperties": false},
		"pair": {"type": "object", "dependentRequired": {"a": ["b"]}}, "unique": {"uniqueItems": true},
		"list": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}},
		"elsewhere": {"$ref": "#/$defs/word"}}, "$defs": {"word": {"type": ["string", "null"]}}}`)
	check := newArgumentCheck("test", schema)
	cases := map[string]string{
		`{"low": 1}`:               "low: breaks the rule minimum 2 (got integer)",
		`{"high": 2.5}`:            "high: breaks the rule maximum 2 (got number)",
		`{"over": 2}`:              "over: breaks the rule exclusiveMinimum 2 (got integer)",
		`{"under": 2}`:             "under: breaks the rule exclusiveMaximum 2 (got integer)",
		`{"step": 3}`:              "step: breaks the rule multipleOf 5 (got integer)",
		`{"short": "a"}`:           "short: breaks the rule minLength 2 (got string)",
		`{"long": "abc"}`:          "long: breaks the rule maxLength 2 (got string)",
		`{"few": []}`:              "few: breaks the rule minItems 2 (got array)",
		`{"many": [1, 2, 3]}`:      "many: breaks the rule maxItems 2 (got array)",
		`{"unique": [1, 1]}`:       "unique: breaks the rule uniqueItems (got array)",
		`{"one": 2}`:               "one: must be 1 (got integer)",
		`{"word": "b"}`:            `word: must match the pattern ^a\u002d$ (got string)`,
		`{"word": "a-"}`:           "",
		`{"either": 1}`:            "either: fits none of the allowed forms (got integer)",
		`{"no": "a"}`:              "no: has a form that is not allowed (got string)",
		`{"inside": {"b": true}}`:  "inside: has unknown members: b (got object)",
		`{"pair": {"a": 1}}`:       "pair.b: is required",
		`{"list": [{"n": true}]}`:  "list[0].n: must be integer (got boolean)",
		`{"elsewhere": null}`:      "",
		`{"elsewhere": 1}`:         "elsewhere: must be null or string (got integer)",
		`{"low": 1e999999999}`:     "arguments: hold a number that is out of range",
		`[]`:                       "arguments: must be an object",
		`{"x": 1}`:                 "unknown argument x; known: low, high",
		`{"list": [[1e999]]}`:      "arguments: hold a number that is out of range",
		`{"inside": {"a": 1e999}}`: "arguments: hold a number that is out of range",
	}
	for arguments, want := range cases {
		_, problems := check.clean(json.RawMessage(arguments))
		if got := strings.Join(problems, "; "); want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", arguments, got)
		}
	}
}

func TestASchemaThatCannotBeCompiledChecksNamesOnly(t *testing.T) {
	check := newArgumentCheck("test", json.RawMessage(`{"type": "object", "properties": {"a": {"$ref": "https://elsewhere.example.com/"}}}`))
	if _, problems := check.clean(json.RawMessage(`{"a": 1}`)); len(problems) != 0 {
		t.Error(problems)
	}
	if _, problems := newArgumentCheck("test", json.RawMessage(`{}`)).clean(json.RawMessage(`{"b": 1}`)); len(problems) != 1 ||
		problems[0] != "unknown argument b; known: none" {
		t.Error(problems)
	}
}
