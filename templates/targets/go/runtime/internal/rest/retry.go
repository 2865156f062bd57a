package rest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxTries = 3
	// maxWait is the longest pause; a longer Retry-After is reported instead of waited for.
	maxWait = 30 * time.Second
)

// mayRepeat says whether a request may be sent again after a status; 0 is no answer.
//
// A 429 was not processed, so every idempotent method may be repeated. After a failure only reading ones may, for nobody
// knows how far the others came. An idempotency key allows both.
func mayRepeat(method string, headers http.Header, status int) bool {
	failed := status == 500 || status == 502 || status == 503 || status == 504
	if headers.Get("Idempotency-Key") != "" {
		return failed || status == 0 || status == 429
	}
	safe := method == "GET" || method == "HEAD" || method == "OPTIONS"
	if status == 429 {
		return safe || method == "PUT" || method == "DELETE" || method == "TRACE"
	}
	return safe && (failed || status == 0)
}

// backoff is the pause before the next try, with jitter, so that clients do not come back together.
func backoff(attempt int) time.Duration {
	return time.Duration(float64(200*time.Millisecond) * float64(int(1)<<attempt) * (0.5 + rand.Float64()))
}

// retryAfter reads a Retry-After header: seconds or a date. False when there is none, or it is unreadable.
func retryAfter(header string) (time.Duration, bool) {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if moment, err := http.ParseTime(header); err == nil {
		return max(0, time.Until(moment)), true
	}
	return 0, false
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
