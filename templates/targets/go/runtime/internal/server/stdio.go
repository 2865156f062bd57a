package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	// drainTime is for calls that still run when stdin ends.
	drainTime = 2 * time.Second
	// mostLineBytes is the longest message that is read.
	mostLineBytes = 10_000_000
)

// ServeStdio serves one session until its input ends or the context does; calls that then still run are cancelled.
func (s *Server) ServeStdio(ctx context.Context, in io.Reader, out io.Writer) error {
	output := &lines{to: out, cancelled: map[string]bool{}}
	reader, writer := io.Pipe()
	go func() {
		err := forward(in, writer, output)
		s.drain()
		writer.CloseWithError(err)
	}()
	ended := make(chan error, 1)
	go func() {
		ended <- s.MCP.Run(context.WithoutCancel(ctx), &mcp.IOTransport{Reader: reader, Writer: output, MaxLineLength: -1})
	}()
	select {
	case err := <-ended:
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	case <-ctx.Done():
		s.drain()
		return nil
	}
}

// drain waits a little for the calls that still run, then cancels them.
func (s *Server) drain() {
	limit := time.Now().Add(drainTime)
	wait := 100 * time.Millisecond // until the last call has begun
	for time.Now().Before(limit) {
		time.Sleep(wait)
		if s.running.Load() == 0 {
			return
		}
		wait = 20 * time.Millisecond
	}
	s.stop()
	time.Sleep(wait) // for their last words
}

// forward passes messages on, and answers what is none with a JSON-RPC error instead of silence.
func forward(in io.Reader, to io.Writer, output *lines) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, mostLineBytes)
	for scanner.Scan() {
		line := bytes.TrimSpace(scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		var receiver io.Writer = to
		if answer := unreadable(line); answer != "" {
			line, receiver = []byte(answer), output
		}
		output.expect(line)
		if _, err := receiver.Write(append(bytes.Clone(line), '\n')); err != nil {
			return err
		}
	}
	return scanner.Err()
}

// unreadable gives the error for a line that is no message, "" for one that is.
func unreadable(line []byte) string {
	if !json.Valid(line) {
		return `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error: the line is not JSON"}}`
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil {
		return `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request: not a JSON-RPC message"}}`
	}
	return ""
}

// lines writes whole lines, from several goroutines. A call that was cancelled gets no answer.
type lines struct {
	mutex     sync.Mutex
	to        io.Writer
	cancelled map[string]bool // ids of calls
}

// message is what is looked at before the SDK reads a message.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params struct {
		RequestID json.RawMessage `json:"requestId"`
	} `json:"params"`
}

const cancelledMethod = "notifications/cancelled"

// expect takes note of a line that came in.
func (l *lines) expect(line []byte) {
	var came message
	if err := json.Unmarshal(line, &came); err != nil {
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	delete(l.cancelled, string(came.ID))
	if came.Method == cancelledMethod && len(l.cancelled) < mostClients {
		l.cancelled[string(came.Params.RequestID)] = true
	}
}

func (l *lines) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.cancelled) > 0 {
		var goes message
		if err := json.Unmarshal(line, &goes); err == nil && goes.Method == "" && l.cancelled[string(goes.ID)] {
			delete(l.cancelled, string(goes.ID))
			return len(line), nil
		}
	}
	return l.to.Write(line)
}

// Close leaves stdout to the process.
func (l *lines) Close() error { return nil }
