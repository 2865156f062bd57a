package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"reflect"
	"slices"
)

//go:embed questions.json
var questionsText []byte

// call is a call of a tool, with all of its arguments.
type call struct {
	Tool      string         `json:"tool"`
	Arguments map[string]any `json:"arguments"`
}

// question is what a person asks, and the calls that answer it, in any order.
type question struct {
	// ID is used once.
	ID       string `json:"id"`
	Question string `json:"question"`
	// Calls have to be made, every one; others may be made as well.
	Calls []call `json:"calls"`
}

func loadQuestions() ([]question, error) {
	var all []question
	err := json.Unmarshal(questionsText, &all)
	return all, err
}

// readCalls reads what the recorder wrote, a call in each line.
func readCalls(path string) ([]call, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var made []call
	for line := range bytes.Lines(text) {
		var one call
		if err := json.Unmarshal(line, &one); err != nil {
			return nil, err
		}
		made = append(made, one)
	}
	return made, nil
}

// settled is the operation behind a call of call_operation; no arguments are an empty object.
func settled(one call) call {
	if one.Tool == "call_operation" {
		name, _ := one.Arguments["name"].(string)
		arguments, _ := one.Arguments["arguments"].(map[string]any)
		one = call{name, arguments}
	}
	if one.Arguments == nil {
		one.Arguments = map[string]any{}
	}
	return one
}

// isAnswered says whether every call that the question wants was made, with just its arguments.
func isAnswered(asked question, made []call) bool {
	return !slices.ContainsFunc(asked.Calls, func(wanted call) bool {
		return !slices.ContainsFunc(made, func(one call) bool { return reflect.DeepEqual(settled(one), settled(wanted)) })
	})
}

func namesOf(made []call) []string {
	names := make([]string, 0, len(made))
	for _, one := range made {
		names = append(names, settled(one).Tool)
	}
	return names
}
