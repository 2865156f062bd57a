// Package longoperations is for calls that take longer than a client waits: start, look, cancel.
package longoperations

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/features/sharedredis"
	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

const (
	mostBytes = 1_000_000
	// endTime is how long the end of the server waits for operations that nobody may repeat.
	endTime = 8 * time.Second
	// storeTime is for one step of the store in the background.
	storeTime = 5 * time.Second
)

// operations runs tools in the background, and takes over what a dead replica ran.
type operations struct {
	server *server.Server
	store  store
	worker string
	kept   time.Duration
	most   int

	mutex   sync.Mutex
	running map[string]*task
}

// task is an operation that this process runs.
type task struct {
	cancel     context.CancelFunc
	done       chan struct{}
	repeatable bool
}

// New keeps operations in Redis where one is configured, else in this process.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	o := &operations{
		store: newMemory(), worker: rand.Text(), running: map[string]*task{},
		kept: time.Duration(r.Number("MCP_OPERATION_SECONDS", 3600, 1e9) * float64(time.Second)),
		most: int(max(1, r.Number("MCP_OPERATIONS", 20, 1e6))),
	}
	client, err := sharedredis.Connect()
	if err != nil || r.Err != nil {
		return server.Extension{}, errors.Join(r.Err, err)
	}
	if client == nil {
		return server.Extension{Start: o.start}, nil
	}
	o.store = inRedis{client}
	return server.Extension{
		Start: func(ctx context.Context, s *server.Server) (func(), error) {
			stop, err := o.start(ctx, s)
			return func() {
				stop()
				_ = client.Close()
			}, err
		},
		// Without Redis no operation can be started; other calls are served.
		Dependencies: func(ctx context.Context) []server.Dependency { return sharedredis.Look(ctx, client, false) },
	}, nil
}

// start adds the tools and keeps leases; stop leaves what runs to others or to its end.
func (o *operations) start(ctx context.Context, s *server.Server) (stop func(), err error) {
	o.server = s
	if err := o.addTools(); err != nil {
		return nil, err
	}
	keeping, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		o.keep(keeping)
	}()
	return func() {
		end()
		<-ended
		o.leave(ctx)
	}, nil
}

// accept takes an operation: from here on it has an end, whatever happens to this process.
func (o *operations) accept(ctx context.Context, tool string, arguments json.RawMessage) *mcp.CallToolResult {
	known, _ := o.server.Tool(ctx, tool)
	if known == nil || slices.Contains(ownTools, tool) {
		return server.ErrorResult(fmt.Sprintf("Argument tool: there is no tool %q to start.", rest.Shown(tool, 100)))
	}
	if o.count() >= o.most {
		return server.ErrorResult(fmt.Sprintf("%d operations are running already. Try again later.", o.most))
	}
	hints := known.Annotations
	claims := server.Claims(ctx)
	one := record{
		ID: rand.Text(), Tool: tool, Arguments: arguments, Owner: ownerOf(claims), Claims: claims, State: running, Worker: o.worker,
		Repeatable: hints != nil && (hints.ReadOnlyHint || hints.IdempotentHint), Started: float64(time.Now().UnixMilli()) / 1000,
	}
	if err := o.store.add(ctx, one); err != nil {
		return unreachable(ctx, err)
	}
	o.run(one)
	return shown(&one)
}

func unreachable(ctx context.Context, err error) *mcp.CallToolResult {
	slog.WarnContext(ctx, "operations cannot be kept", "kind", sharedredis.Kind(err))
	return server.ErrorResult("The store of operations cannot be reached. Try again later.")
}

func (o *operations) count() int {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return len(o.running)
}

func (o *operations) run(one record) {
	ctx, cancel := context.WithCancel(server.WithClaims(context.Background(), one.Claims))
	here := &task{cancel: cancel, done: make(chan struct{}), repeatable: one.Repeatable}
	o.mutex.Lock()
	o.running[one.ID] = here
	o.mutex.Unlock()
	go func() {
		defer close(here.done)
		defer cancel()
		defer o.forget(one.ID)
		result := o.call(ctx, one)
		if ctx.Err() != nil {
			return // whoever stopped it says why
		}
		one.State = completed
		if result.IsError {
			one.State = failed
		}
		o.end(one, result)
	}()
}

func (o *operations) forget(id string) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	delete(o.running, id)
}

// call makes the call; whatever happens in it is its own result.
func (o *operations) call(ctx context.Context, one record) (result *mcp.CallToolResult) {
	defer func() {
		if problem := recover(); problem != nil {
			slog.ErrorContext(ctx, "operation failed", "operation", one.ID, "kind", fmt.Sprintf("panic: %T", problem))
			result = server.ErrorResult("The operation failed inside the server.")
		}
	}()
	name, arguments := one.Tool, one.Arguments
	if _, isOffered := o.server.Tool(ctx, name); !isOffered { // found by search
		text, err := json.Marshal(map[string]any{"name": name, "arguments": arguments})
		if err != nil {
			return server.ErrorResult("The arguments cannot be written as JSON.")
		}
		name, arguments = "call_operation", text
	}
	result, err := o.server.Call(ctx, name, arguments, nil)
	switch {
	case err != nil:
		slog.ErrorContext(ctx, "operation failed", "operation", one.ID, "kind", fmt.Sprintf("%T", err))
		return server.ErrorResult("The operation failed inside the server.")
	case result.InputRequests != nil:
		return server.ErrorResult("The tool asks for input, which an operation cannot give.")
	}
	return result
}

// end writes down how an operation ended.
func (o *operations) end(one record, result *mcp.CallToolResult) {
	ctx, cancel := context.WithTimeout(context.Background(), storeTime)
	defer cancel()
	if result != nil {
		text, err := json.Marshal(result)
		if err != nil {
			text = json.RawMessage(`{"content":[],"isError":true}`)
		}
		one.Result = text
	}
	if _, err := o.store.end(ctx, one, o.kept); err != nil {
		slog.ErrorContext(ctx, "the end of an operation cannot be kept", "operation", one.ID, "kind", sharedredis.Kind(err))
	}
}

// stop ends what runs here, and writes down that it was cancelled, if that is why.
func (o *operations) stop(ctx context.Context, id string) {
	o.mutex.Lock()
	here := o.running[id]
	o.mutex.Unlock()
	if here == nil {
		return
	}
	here.cancel()
	select {
	case <-here.done:
	case <-time.After(storeTime):
	}
	one, err := o.store.find(ctx, id)
	if err == nil && one != nil && one.State == cancelling {
		one.State, one.Worker = cancelled, o.worker
		o.end(*one, nil)
	}
}

// leave: what can be repeated is for other replicas at once; what cannot has a moment to end.
func (o *operations) leave(ctx context.Context) {
	o.mutex.Lock()
	left := map[string]*task{}
	for id, here := range o.running {
		left[id] = here
		if here.repeatable {
			here.cancel()
		}
	}
	o.mutex.Unlock()
	late := time.After(endTime)
	for _, here := range left {
		select {
		case <-here.done:
		case <-late:
			late = time.After(0)
			here.cancel()
		}
	}
	for id, here := range left {
		<-here.done
		if err := o.store.release(ctx, id); err != nil {
			slog.WarnContext(ctx, "operations cannot be kept", "kind", sharedredis.Kind(err))
		}
	}
}

// keep renews the leases of what runs here, and takes over what runs nowhere.
func (o *operations) keep(ctx context.Context) {
	ticker := time.NewTicker(leaseTime / 4)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := o.keepOnce(ctx); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "operations cannot be kept", "kind", sharedredis.Kind(err))
			}
		}
	}
}

func (o *operations) keepOnce(ctx context.Context) error {
	o.mutex.Lock()
	var here []string
	for id := range o.running {
		here = append(here, id)
	}
	o.mutex.Unlock()
	lost, err := o.store.renew(ctx, o.worker, here)
	if err != nil {
		return err
	}
	for _, id := range lost {
		o.stop(ctx, id)
	}
	found, err := o.store.claim(ctx, o.worker)
	for _, one := range found {
		o.take(ctx, one)
	}
	return err
}

// take goes on with what another replica has left.
func (o *operations) take(ctx context.Context, one record) {
	state := one.State
	one.Worker = o.worker
	switch {
	case state == cancelling:
		one.State = cancelled
		o.end(one, nil)
	case one.Repeatable:
		slog.InfoContext(ctx, "operation taken over", "operation", one.ID)
		o.run(one)
	default:
		one.State = failed
		o.end(one, server.ErrorResult("The server that ran this stopped. Whether it had an effect is not known."))
	}
}

// ownerOf is the same for the same caller: issuer, subject and client of the token.
func ownerOf(claims map[string]any) string {
	said := map[string]any{}
	for _, name := range []string{"iss", "sub", "client_id", "azp"} {
		said[name] = claims[name]
	}
	text, err := json.Marshal(said)
	if err != nil {
		text = nil
	}
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}
