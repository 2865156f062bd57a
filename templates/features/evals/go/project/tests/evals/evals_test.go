package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// asClient names the variable by which this program is a client without a model: it makes the call that it is told.
const asClient = "EVALS_TEST_CLIENT"

func TestMain(m *testing.M) {
	if os.Getenv(asClient) == "" {
		os.Exit(m.Run())
	}
	if err := callAsTold(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
}

func callAsTold(ctx context.Context, config, tool, arguments string) error {
	text, err := os.ReadFile(config)
	if err != nil {
		return err
	}
	var told struct {
		Servers map[string]struct {
			Command string
			Args    []string
		} `json:"mcpServers"`
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return err
	}
	for _, server := range told.Servers {
		command := exec.Command(server.Command, server.Args...)
		session, err := mcp.NewClient(&mcp.Implementation{Name: "t", Version: "1"}, nil).Connect(ctx, &mcp.CommandTransport{Command: command}, nil)
		if err != nil {
			return err
		}
		_, listed := session.ListTools(ctx, nil)
		_, called := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: json.RawMessage(arguments)})
		return errors.Join(listed, called, session.Close())
	}
	return errors.New("no server")
}

func TestEveryCallFitsItsTool(t *testing.T) {
	text, err := os.ReadFile("../../internal/tools/tools.json")
	if err != nil {
		t.Fatal(err)
	}
	var catalog struct {
		Tools []struct {
			Name        string
			InputSchema struct {
				Properties map[string]any
				Required   []string
			}
		}
	}
	questions, wrong := loadQuestions()
	if err := errors.Join(wrong, json.Unmarshal(text, &catalog)); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, each := range questions {
		if seen[each.ID] {
			t.Errorf("%s is used twice", each.ID)
		}
		seen[each.ID] = true
		for _, one := range each.Calls {
			for _, tool := range catalog.Tools {
				if tool.Name != one.Tool {
					continue
				}
				for _, name := range tool.InputSchema.Required {
					if _, given := one.Arguments[name]; !given {
						t.Errorf("%s lacks %s", each.ID, name)
					}
				}
				for name := range one.Arguments {
					if _, known := tool.InputSchema.Properties[name]; !known {
						t.Errorf("%s: %s is unknown", each.ID, name)
					}
				}
			}
		}
	}
}

func TestAQuestionWantsAllItsCallsWithJustTheirArguments(t *testing.T) {
	one, other := call{"a", map[string]any{"x": 1.0}}, call{"b", nil}
	asked := question{Calls: []call{one, other}}
	through := call{"call_operation", map[string]any{"name": "a", "arguments": map[string]any{"x": 1.0}}}
	if !isAnswered(asked, []call{{Tool: "c"}, other, through}) {
		t.Error("it is answered")
	}
	for _, made := range [][]call{{other, {Tool: "c"}}, {other, {"a", map[string]any{"x": 2.0}}}, nil} {
		if isAnswered(asked, made) {
			t.Errorf("%v is no answer", made)
		}
	}
}

func TestOnlyCallsAreKeptFromTheServer(t *testing.T) {
	passed := []string{
		`{"method": "tools/list", "id": 1}`, `no json`, `{"method": "tools/call", "id": 2, "params": {"name": "search_operations"}}`,
	}
	var calls bytes.Buffer
	for _, line := range passed {
		if answer, err := answerTo([]byte(line), &calls, false); answer != nil || err != nil || calls.Len() > 0 {
			t.Error(line, string(answer), err)
		}
	}
	line := []byte(`{"method": "tools/call", "id": 3, "params": {"name": "a", "arguments": {"x": 1}}}`)
	answer, err := answerTo(line, &calls, false)
	if err != nil || !strings.Contains(string(answer), `"id":3`) || calls.String() != `{"tool":"a","arguments":{"x":1}}`+"\n" {
		t.Error(string(answer), calls.String(), err)
	}
	if answer, err := answerTo(line, &calls, true); answer != nil || err != nil {
		t.Error("a live call goes to the server", string(answer), err)
	}
}

// built gives the path of a program of this module.
func built(t *testing.T, source string) string {
	t.Helper()
	folder := t.TempDir()
	said, err := exec.Command("go", "build", "-o", folder+string(filepath.Separator), source).CombinedOutput()
	if err != nil {
		t.Fatal(string(said))
	}
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(found) == 0 {
		t.Fatal("nothing was built", err)
	}
	return found[0]
}

func TestAClientIsAskedAndCounted(t *testing.T) {
	questions, err := loadQuestions()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(questions, func(each question) bool { return len(each.Calls) == 1 })
	if at < 0 {
		t.Skip("no tool has arguments that a question could name")
	}
	one := questions[at]
	arguments, err := json.Marshal(one.Calls[0].Arguments)
	if err != nil {
		t.Fatal(err)
	}
	evals, server := built(t, "."), built(t, "../../cmd/mcp-package")
	client := []string{os.Args[0], "{config}", one.Calls[0].Tool, string(arguments)}
	for _, each := range []struct {
		client []string
		says   string
		code   int
	}{{client, "right  " + one.ID, 0}, {[]string{"go", "version"}, "WRONG  " + one.ID, 1}} {
		command := exec.Command(evals, slices.Concat([]string{"--only", one.ID, "--least", "0.01", "--server", server, "--"}, each.client)...)
		command.Env = append(os.Environ(), asClient+"=1")
		said, _ := command.Output()
		if !strings.Contains(string(said), each.says) || command.ProcessState.ExitCode() != each.code {
			t.Errorf("%s, %d", said, command.ProcessState.ExitCode())
		}
	}
	if run([]string{"--least", "0.5"}, &bytes.Buffer{}) != 2 {
		t.Error("no client was named")
	}
}
