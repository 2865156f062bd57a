package cache

import (
	"bytes"
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"mcp-package/internal/features/sharedredis"
)

// entry is an answer.
type entry struct {
	// Generation is the number of the last change before it; the answer counts until the next.
	Generation int64 `json:"generation"`
	// Until is when its time is over.
	Until  time.Time   `json:"until"`
	Header http.Header `json:"header"`
	Body   []byte      `json:"-"`
}

// store keeps answers by key.
type store interface {
	// find gives the number of the last change, and the answer if it was asked for after that; else nil.
	find(ctx context.Context, key string) (generation int64, found *entry, err error)
	keep(ctx context.Context, key string, answer entry, lifetime time.Duration) error
	// void says that something has changed.
	void(ctx context.Context) error
}

// memory keeps answers in this process; the ones not asked for longest go first.
type memory struct {
	room       int // bytes for all bodies together
	mutex      sync.Mutex
	used       int
	generation int64
	recent     *list.List // of *kept, the latest first
	entries    map[string]*list.Element
}

type kept struct {
	key    string
	until  time.Time
	answer entry
}

func newMemory(room int) *memory {
	return &memory{room: room, recent: list.New(), entries: map[string]*list.Element{}}
}

func (m *memory) find(_ context.Context, key string) (int64, *entry, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	element, known := m.entries[key]
	if !known {
		return m.generation, nil, nil
	}
	found := element.Value.(*kept)
	if !time.Now().Before(found.until) {
		m.drop(element)
		return m.generation, nil, nil
	}
	m.recent.MoveToFront(element)
	return m.generation, &found.answer, nil
}

func (m *memory) keep(_ context.Context, key string, answer entry, lifetime time.Duration) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if answer.Generation != m.generation {
		return nil // something has changed since it was asked for
	}
	if before, known := m.entries[key]; known {
		m.drop(before)
	}
	m.entries[key] = m.recent.PushFront(&kept{key, time.Now().Add(lifetime), answer})
	for m.used += len(answer.Body); m.used > m.room; {
		m.drop(m.recent.Back())
	}
	return nil
}

func (m *memory) void(context.Context) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.generation++
	m.used = 0
	m.recent.Init()
	clear(m.entries)
	return nil
}

func (m *memory) drop(element *list.Element) {
	gone := m.recent.Remove(element).(*kept)
	delete(m.entries, gone.key)
	m.used -= len(gone.answer.Body)
}

// inRedis keeps answers for all replicas. The number of the last change is read with each answer.
type inRedis struct{ client *redis.Client }

const (
	generationKey = sharedredis.Prefix + "generation"
	answerPrefix  = sharedredis.Prefix + "answer:"
)

func (s inRedis) find(ctx context.Context, key string) (int64, *entry, error) {
	values, err := s.client.MGet(ctx, generationKey, answerPrefix+key).Result()
	if err != nil {
		return 0, nil, err
	}
	var generation int64
	if text, isText := values[0].(string); isText {
		if generation, err = strconv.ParseInt(text, 10, 64); err != nil {
			return 0, nil, err
		}
	}
	raw, isText := values[1].(string)
	if !isText {
		return generation, nil, nil
	}
	head, body, _ := bytes.Cut([]byte(raw), []byte("\n"))
	found := entry{Body: body}
	if err := json.Unmarshal(head, &found); err != nil {
		return 0, nil, errors.Join(errors.New("what Redis holds is no answer"), err)
	}
	if found.Generation != generation {
		return generation, nil, nil
	}
	return generation, &found, nil
}

func (s inRedis) keep(ctx context.Context, key string, answer entry, lifetime time.Duration) error {
	head, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	value := fmt.Appendf(head, "\n%s", answer.Body)
	return s.client.Set(ctx, answerPrefix+key, value, max(time.Millisecond, lifetime)).Err()
}

func (s inRedis) void(ctx context.Context) error { return s.client.Incr(ctx, generationKey).Err() }
