package server

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// mostClients is how many clients are remembered; who was away longest is forgotten first.
const mostClients = 10_000

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

// newLimits takes requests per second, 0 for no limit, and requests at once.
func newLimits(perSecond, burst float64) *limits {
	return &limits{rate: rate.Limit(perSecond), burst: int(burst), recent: list.New(), clients: map[string]*list.Element{}}
}

// wait gives the time until a client may send a request; 0 for now. It counts nothing.
func (l *limits) wait(name string) time.Duration {
	if l.rate == 0 {
		return 0
	}
	tokens := l.of(name).Tokens()
	if tokens >= 1 {
		return 0
	}
	return time.Duration((1 - tokens) / float64(l.rate) * float64(time.Second))
}

// take counts a request.
func (l *limits) take(name string) {
	if l.rate != 0 {
		l.of(name).Allow()
	}
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
