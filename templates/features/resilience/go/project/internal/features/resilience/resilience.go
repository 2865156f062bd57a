// Package resilience stands between this server and an API that has a bad day.
package resilience

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/sony/gobreaker/v2"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

// resilience is retry budget, circuit breaker and bulkhead around each request to the API.
type resilience struct {
	retries  int
	budget   budget
	failures int
	rest     time.Duration
	breaker  *gobreaker.TwoStepCircuitBreaker[any]
	room     chan struct{}
	patience time.Duration
}

// New reads the settings.
func New(server.Settings) (server.Extension, error) {
	r := server.Reader{}
	one := &resilience{
		retries:  int(r.Number("MCP_RETRIES", 2, 10)),
		budget:   budget{share: r.Number("MCP_RETRY_BUDGET", 0.2, 1), saved: mostSaved},
		failures: int(max(1, r.Number("MCP_BREAKER_FAILURES", 5, 1e9))),
		rest:     seconds(r.Number("MCP_BREAKER_SECONDS", 30, 1e9)),
		room:     make(chan struct{}, int(max(1, r.Number("MCP_BULKHEAD", 50, 1e6)))),
		patience: seconds(r.Number("MCP_BULKHEAD_SECONDS", 5, 1e9)),
	}
	one.breaker = gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
		Timeout:     one.rest, // then one request tries whether the API is back
		ReadyToTrip: func(counts gobreaker.Counts) bool { return int(counts.ConsecutiveFailures) >= one.failures },
		IsExcluded:  func(err error) bool { return errors.Is(err, errUnknown) },
	})
	return server.Extension{Request: one.around}, r.Err
}

func seconds(number float64) time.Duration { return time.Duration(number * float64(time.Second)) }

// errFailed and errUnknown tell the breaker how a request ended; nobody sees them.
var (
	errFailed  = errors.New("the API failed")
	errUnknown = errors.New("nobody knows")
)

// around sends a request when there is room, and while the API seems to be well.
func (s *resilience) around(next rest.Deliver) rest.Deliver {
	return func(ctx context.Context, call *rest.Call) (*rest.Received, error) {
		if err := s.enter(ctx, call); err != nil {
			return nil, err
		}
		defer func() { <-s.room }()
		done, err := s.breaker.Allow()
		if err != nil {
			return nil, &rest.APIError{Message: fmt.Sprintf("%s was not sent: the API has failed %d times in a row and is left alone "+
				"for %g s. Try again later.", call.Operation, s.failures, s.rest.Seconds())}
		}
		if call.MaxTries = 1; s.budget.earn() {
			call.MaxTries += s.retries
		}
		got, err := next(ctx, call)
		s.budget.spend(call.Tries - 1)
		done(verdict(ctx, err))
		return got, err
	}
}

// enter waits for a place in the bulkhead.
func (s *resilience) enter(ctx context.Context, call *rest.Call) error {
	late := time.NewTimer(s.patience)
	defer late.Stop()
	select {
	case s.room <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-late.C:
	}
	slog.WarnContext(ctx, "bulkhead is full", "operation", call.Operation, "room", cap(s.room))
	return &rest.APIError{Message: fmt.Sprintf("%s was not sent: %d requests to the API are running already. Try again later.",
		call.Operation, cap(s.room))}
}

// verdict says whether the API is not well: no answer in time, 429, 5xx. When the caller gave up, nobody knows.
func verdict(ctx context.Context, err error) error {
	var refused *rest.APIError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		if refused.Status == 0 || refused.Status == 429 || refused.Status >= 500 {
			return errFailed
		}
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return errFailed
	case ctx.Err() != nil:
		return errUnknown
	}
	return nil
}
