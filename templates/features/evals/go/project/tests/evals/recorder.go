package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
)

const longestLine = 16_000_000

// finders only look something up in the server.
var finders = []string{"search_operations", "describe_operation"}

// record stands between an MCP client and the server, and writes down which tools the client calls. Calls are answered here,
// so that an evaluation changes nothing in the API; with MCP_EVALS_LIVE=1 they go on to the server.
func record(in io.Reader, out io.Writer, calls string, server *exec.Cmd) error {
	file, err := os.OpenFile(calls, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	toServer, err := server.StdinPipe()
	if err != nil {
		return err
	}
	client := &lines{to: out}
	server.Stdout, server.Stderr = &halves{to: client}, os.Stderr
	if err := server.Start(); err != nil {
		return err
	}
	live := os.Getenv("MCP_EVALS_LIVE") == "1"
	came := bufio.NewScanner(in)
	came.Buffer(nil, longestLine)
	for came.Scan() {
		answer, err := answerTo(came.Bytes(), file, live)
		if err == nil && answer != nil {
			_, err = client.Write(append(answer, '\n'))
		} else if err == nil {
			_, err = toServer.Write(append(slices.Clone(came.Bytes()), '\n'))
		}
		if err != nil {
			return err
		}
	}
	if err := toServer.Close(); err != nil {
		return err
	}
	return server.Wait()
}

// answerTo writes down a call. It gives the answer to it, or nil for what the server has to see.
func answerTo(line []byte, calls io.Writer, live bool) ([]byte, error) {
	var message struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params struct {
			Name      string         `json:"name"`
			Arguments map[string]any `json:"arguments"`
		} `json:"params"`
	}
	if err := json.Unmarshal(line, &message); err != nil || message.Method != "tools/call" || slices.Contains(finders, message.Params.Name) {
		return nil, nil
	}
	if err := json.NewEncoder(calls).Encode(call{message.Params.Name, message.Params.Arguments}); err != nil || live {
		return nil, err
	}
	return json.Marshal(map[string]any{"jsonrpc": "2.0", "id": message.ID, "result": map[string]any{
		"content":    []any{map[string]string{"type": "text", "text": "Done. This is an evaluation: nothing was sent to the API."}},
		"isError":    false,
		"resultType": "complete",
	}})
}

// lines passes whole lines on, from several goroutines.
type lines struct {
	mutex sync.Mutex
	to    io.Writer
}

func (l *lines) Write(whole []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.to.Write(whole)
}

// halves keeps the beginning of a line until its end has come.
type halves struct {
	to   io.Writer
	kept []byte
}

func (h *halves) Write(part []byte) (int, error) {
	h.kept = append(h.kept, part...)
	whole := bytes.LastIndexByte(h.kept, '\n') + 1
	if whole == 0 {
		return len(part), nil
	}
	_, err := h.to.Write(h.kept[:whole])
	h.kept = slices.Clone(h.kept[whole:])
	return len(part), err
}
