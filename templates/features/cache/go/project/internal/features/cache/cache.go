// Package cache keeps answers that are asked for again.
package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mcp-package/internal/features/sharedredis"
	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

const (
	// mostBytes is the longest answer that is kept.
	mostBytes = 2_000_000
	// stale is how long an answer with an ETag is kept after its time, to be asked for with If-None-Match.
	stale = time.Hour
	// lastStep is how long the end of a change may take to be written down, even where the client has gone.
	lastStep = 2 * time.Second
)

var (
	keptHeaders = []string{"Content-Type", "Link", "Etag", "Last-Modified"}
	// ownHeaders differ from call to call and change no answer.
	ownHeaders = []string{"Traceparent", "Tracestate", "Baggage"}
)

// cache keeps answers to GET requests; any other request makes all earlier answers void.
type cache struct {
	store store
	usual time.Duration
	own   map[string]time.Duration // by operation
}

// New keeps answers in Redis where one is configured, else in this process.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	c := &cache{usual: seconds(r.Number("MCP_CACHE_SECONDS", 60, 1e9))}
	room := int(r.Number("MCP_CACHE_MB", 64, 1e6) * 1e6)
	c.own = readTimes(&r, server.Text("MCP_CACHE_OPERATIONS", ""))
	client, err := sharedredis.Connect()
	if err != nil || r.Err != nil {
		return server.Extension{}, errors.Join(r.Err, err)
	}
	if client == nil {
		c.store = newMemory(room)
		return server.Extension{Request: c.around}, nil
	}
	c.store = inRedis{client}
	return server.Extension{
		Start:   func(context.Context, *server.Server) (func(), error) { return func() { _ = client.Close() }, nil },
		Request: c.around,
		// Calls are served without Redis.
		Dependencies: func(ctx context.Context) []server.Dependency { return sharedredis.Look(ctx, client, false) },
	}, nil
}

func seconds(number float64) time.Duration { return time.Duration(number * float64(time.Second)) }

// around answers from the cache, or sends the request and keeps its answer.
func (c *cache) around(next rest.Deliver) rest.Deliver {
	return func(ctx context.Context, call *rest.Call) (*rest.Received, error) {
		switch call.Method {
		case http.MethodGet:
			if usual := c.timeOf(call); usual > 0 {
				return c.read(ctx, call, next, usual)
			}
			return next(ctx, call)
		case http.MethodHead, http.MethodOptions:
			return next(ctx, call)
		}
		// Nothing that was asked for before the change, or while it is made, counts after it.
		c.void(ctx, call)
		defer func() {
			// Even where the client has gone: the API may have done its part.
			after, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastStep)
			defer cancel()
			c.void(after, call)
		}()
		return next(ctx, call)
	}
}

func (c *cache) timeOf(call *rest.Call) time.Duration {
	if own, known := c.own[call.Operation]; known {
		return own
	}
	return c.usual
}

func (c *cache) read(ctx context.Context, call *rest.Call, next rest.Deliver, usual time.Duration) (*rest.Received, error) {
	key := keyOf(call)
	generation, kept, err := c.store.find(ctx, key)
	if err != nil {
		slog.WarnContext(ctx, "cache cannot be read", "kind", sharedredis.Kind(err))
		return next(ctx, call)
	}
	now := time.Now()
	if kept != nil && now.Before(kept.Until) {
		return &rest.Received{Status: http.StatusOK, Header: kept.Header.Clone(), Body: kept.Body}, nil
	}
	if kept != nil && kept.Header.Get("Etag") != "" {
		call.Headers.Set("If-None-Match", kept.Header.Get("Etag"))
	}
	got, err := next(ctx, call)
	if err != nil {
		return nil, err
	}
	allowed, mayBeKept := lifetime(got.Header, usual)
	if got.Status == http.StatusNotModified && kept != nil {
		header := kept.Header.Clone()
		maps.Copy(header, picked(got.Header))
		got = &rest.Received{Status: http.StatusOK, Header: header, Body: kept.Body}
	}
	if got.Status == http.StatusOK && mayBeKept && len(got.Body) <= mostBytes {
		answer := entry{Generation: generation, Until: now.Add(allowed), Header: picked(got.Header), Body: got.Body}
		c.keep(ctx, key, answer, allowed)
	}
	return got, nil
}

func (c *cache) keep(ctx context.Context, key string, answer entry, allowed time.Duration) {
	if answer.Header.Get("Etag") != "" {
		allowed += stale
	}
	if err := c.store.keep(ctx, key, answer, allowed); err != nil {
		slog.WarnContext(ctx, "cache cannot be written", "kind", sharedredis.Kind(err))
	}
}

func (c *cache) void(ctx context.Context, call *rest.Call) {
	if err := c.store.void(ctx); err != nil {
		slog.ErrorContext(ctx, "cache may be out of date", "operation", call.Operation, "kind", sharedredis.Kind(err))
	}
}

// keyOf is the same for two requests that get the same answer: address, headers, credentials.
func keyOf(call *rest.Call) string {
	digest := sha256.New()
	fmt.Fprintf(digest, "%q %q", call.Method, call.Address)
	for _, name := range slices.Sorted(maps.Keys(call.Headers)) {
		if !slices.Contains(ownHeaders, name) {
			fmt.Fprintf(digest, " %q: %q", name, call.Headers[name])
		}
	}
	return hex.EncodeToString(digest.Sum(nil))
}

func picked(header http.Header) http.Header {
	out := http.Header{}
	for _, name := range keptHeaders {
		if values := header.Values(name); len(values) > 0 {
			out[name] = values
		}
	}
	return out
}

// lifetime says how long an answer may be kept, and whether at all: Cache-Control of RFC 9111 section 5.2.2.
func lifetime(header http.Header, usual time.Duration) (age time.Duration, mayBeKept bool) {
	hasTag := header.Get("Etag") != ""
	if strings.TrimSpace(header.Get("Vary")) == "*" {
		return 0, false
	}
	age = usual
	for part := range strings.SplitSeq(strings.ToLower(header.Get("Cache-Control")), ",") {
		part = strings.TrimSpace(part)
		said, isAge := strings.CutPrefix(part, "max-age=")
		switch {
		case part == "no-store", part == "private":
			return 0, false
		case part == "no-cache":
			return 0, hasTag
		case isAge:
			if parsed, err := strconv.ParseUint(said, 10, 31); err == nil {
				age = time.Duration(parsed) * time.Second
			}
		}
	}
	return age, age > 0 || hasTag
}

// readTimes reads GET /books=300,GET /cart=0.
func readTimes(r *server.Reader, text string) map[string]time.Duration {
	times := map[string]time.Duration{}
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		at := strings.LastIndex(part, "=")
		if part == "" {
			continue
		}
		number, err := strconv.ParseFloat(part[at+1:], 64)
		if err != nil || at < 0 || !(number >= 0 && number <= 1e9) || !strings.HasPrefix(part, "GET /") {
			r.Fail("MCP_CACHE_OPERATIONS must be like GET /books=300,GET /cart=0")
			return nil
		}
		times[strings.TrimSpace(part[:at])] = seconds(number)
	}
	return times
}
