// Command evals has an MCP client answer questions, and counts: evals [--least 0.9] [--only TEXT] -- COMMAND…
//
// COMMAND is any MCP client with a model. In its arguments {question} stands for the words of a question and {config} for a
// file that names the server as most clients want it ("mcpServers").
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// patience is how long a client may take for one question.
const patience = 5 * time.Minute

func main() { os.Exit(run(os.Args[1:], os.Stdout)) }

// run asks everything. It returns 0 when enough was answered, 1 when not, 2 for wrong arguments.
func run(arguments []string, out io.Writer) int {
	flags := flag.NewFlagSet("evals", flag.ContinueOnError)
	least := flags.Float64("least", 0.9, "share that has to be right")
	only := flags.String("only", "", "questions whose id has this in it")
	server := flags.String("server", filepath.Join("bin", "mcp-package"), "the server")
	calls := flags.String("record", "", "stand before the server, and write down into this file what is called")
	if err := flags.Parse(arguments); err != nil {
		return 2
	}
	path, err := filepath.Abs(*server)
	if err == nil && *calls != "" {
		err = record(os.Stdin, out, *calls, exec.Command(path))
	} else if err == nil && flags.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "evals: name the client; {question} and {config} are filled in")
		return 2
	} else if err == nil {
		var right, all int
		right, all, err = askAll(flags.Args(), *only, path, out)
		if err == nil && (all == 0 || float64(right) < *least*float64(all)) {
			return 1
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "evals:", err)
		return 1
	}
	return 0
}

func askAll(command []string, only, server string, out io.Writer) (right, all int, err error) {
	questions, err := loadQuestions()
	if err != nil {
		return 0, 0, err
	}
	folder, err := os.MkdirTemp("", "evals")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(folder)
	for _, each := range questions {
		if !strings.Contains(each.ID, only) {
			continue
		}
		made, err := ask(command, each, server, folder)
		if err != nil {
			return right, all, err
		}
		all++
		if isAnswered(each, made) {
			right++
			fmt.Fprintf(out, "right  %s\n", each.ID)
			continue
		}
		fmt.Fprintf(out, "WRONG  %s  called %q\n", each.ID, namesOf(made))
	}
	fmt.Fprintf(out, "%d of %d right\n", right, all)
	return right, all, nil
}

// ask has the client answer one question; it gives the calls that the client made.
func ask(command []string, asked question, server, folder string) ([]call, error) {
	calls, config := filepath.Join(folder, "calls.jsonl"), filepath.Join(folder, "mcp.json")
	if err := os.WriteFile(calls, nil, 0o600); err != nil {
		return nil, err
	}
	if err := writeConfig(config, calls, server); err != nil {
		return nil, err
	}
	filled := make([]string, len(command))
	for i, part := range command {
		filled[i] = strings.NewReplacer("{question}", asked.Question, "{config}", config).Replace(part)
	}
	limited, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	client := exec.CommandContext(limited, filled[0], filled[1:]...)
	client.Stderr = os.Stderr
	var failed *exec.ExitError
	if err := client.Run(); err != nil && !errors.As(err, &failed) {
		return nil, err // a client that fails has answered wrongly; one that is not there is another matter
	}
	return readCalls(calls)
}

// writeConfig names the server with the recorder before it, as clients want it.
func writeConfig(path, calls, server string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := json.Marshal(map[string]any{"mcpServers": map[string]any{
		"mcp-package": map[string]any{"command": self, "args": []string{"--record", calls, "--server", server}},
	}})
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
