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
	output := &lines{to: out}
	reader, writer := io.Pipe()
	go func() {
		err := forward(in, writer, output)
		s.drain(ctx)
		writer.CloseWithError(err)
	}()
	err := s.MCP.Run(ctx, &mcp.IOTransport{Reader: reader, Writer: output, MaxLineLength: -1})
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// drain waits a little for the calls that still run.
func (s *Server) drain(ctx context.Context) {
	limit := time.Now().Add(drainTime)
	wait := 100 * time.Millisecond // until the last call has begun
	for time.Now().Before(limit) && ctx.Err() == nil {
		time.Sleep(wait)
		if s.running.Load() == 0 {
			return
		}
		wait = 20 * time.Millisecond
	}
}

// forward passes messages on, and answers what is none with a JSON-RPC error instead of silence.
func forward(in io.Reader, to, output io.Writer) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, mostLineBytes)
	for scanner.Scan() {
		line := bytes.TrimSpace(scanner.Bytes())
		if len(line) == 0 {
			continue
		}
		receiver := to
		if answer := unreadable(line); answer != "" {
			line, receiver = []byte(answer), output
		}
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

// lines writes whole lines, from several goroutines.
type lines struct {
	mutex sync.Mutex
	to    io.Writer
}

func (l *lines) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.to.Write(line)
}

// Close leaves stdout to the process.
func (l *lines) Close() error { return nil }
