package server

import (
	"container/list"
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostClients is how many clients are remembered; who was away longest is forgotten first.
const mostClients = 10_000

// Limiter counts the requests of clients, here or for all replicas together.
type Limiter interface {
	// Wait gives the time until a client may send a request; 0 for now. It counts nothing.
	Wait(ctx context.Context, client string) time.Duration
	// Take counts a request if it may be sent now; otherwise it gives the time until it may.
	Take(ctx context.Context, client string) time.Duration
}

// limits holds a token bucket per client.
type limits struct {
	rate    rate.Limit
	burst   int
	mutex   sync.Mutex
	recent  *list.List // of *client, the latest first
	clients map[string]*list.Element
}

type client struct {
	name    string
	limiter *rate.Limiter
}

// NewLimiter counts what this process sees. It takes requests per second, 0 for no limit, and requests at once.
func NewLimiter(perSecond, burst float64) Limiter {
	return &limits{rate: rate.Limit(perSecond), burst: int(burst), recent: list.New(), clients: map[string]*list.Element{}}
}

func (l *limits) Wait(_ context.Context, name string) time.Duration {
	if l.rate == 0 {
		return 0
	}
	return l.until(l.of(name))
}

func (l *limits) Take(_ context.Context, name string) time.Duration {
	if l.rate == 0 {
		return 0
	}
	limiter := l.of(name)
	if limiter.Allow() {
		return 0
	}
	return max(l.until(limiter), time.Millisecond)
}

// until is the time until there is a token.
func (l *limits) until(limiter *rate.Limiter) time.Duration {
	tokens := limiter.Tokens()
	if tokens >= 1 {
		return 0
	}
	return time.Duration((1 - tokens) / float64(l.rate) * float64(time.Second))
}

func (l *limits) of(name string) *rate.Limiter {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if known, isKnown := l.clients[name]; isKnown {
		l.recent.MoveToFront(known)
		return known.Value.(*client).limiter
	}
	if l.recent.Len() >= mostClients {
		oldest := l.recent.Back()
		delete(l.clients, l.recent.Remove(oldest).(*client).name)
	}
	limiter := rate.NewLimiter(l.rate, l.burst)
	l.clients[name] = l.recent.PushFront(&client{name, limiter})
	return limiter
}
