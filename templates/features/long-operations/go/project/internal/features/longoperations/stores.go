package longoperations

import (
	"context"
	"encoding/json"
	"sync"
	"time"
)

// state says how far an operation is.
type state string

const (
	running    state = "running"
	cancelling state = "cancelling"
	completed  state = "completed"
	failed     state = "failed"
	cancelled  state = "cancelled"
)

// leaseTime: a process that has not said for so long that it runs an operation, runs it no more.
const leaseTime = 10 * time.Second

// record is one operation.
type record struct {
	// ID is not to be guessed.
	ID        string          `json:"id"`
	Tool      string          `json:"tool"`
	Arguments json.RawMessage `json:"arguments"`
	// Owner is who started it: a hash of the caller's claims.
	Owner string `json:"owner"`
	// Claims are what the caller's token said; its scopes count for the call.
	Claims     map[string]any `json:"claims"`
	Repeatable bool           `json:"repeatable"`
	State      state          `json:"state"`
	// Worker is the process that runs it.
	Worker string `json:"worker"`
	// Result is the result of the tool, as MCP has it.
	Result  json.RawMessage `json:"result"`
	Started float64         `json:"started"` // seconds since 1970
}

func (r *record) ended() bool { return r.State != running && r.State != cancelling }

// store keeps operations.
type store interface {
	// add keeps a new one, leased to its worker.
	add(ctx context.Context, one record) error
	// find gives nil where there is none.
	find(ctx context.Context, id string) (*record, error)
	// end writes the end of one; false when it has ended before or has another worker now.
	end(ctx context.Context, one record, kept time.Duration) (bool, error)
	// cancel asks for the end of one.
	cancel(ctx context.Context, id string) error
	// renew says that a worker runs these; it gives those that shall be cancelled or were taken away.
	renew(ctx context.Context, worker string, ids []string) (lost []string, err error)
	// claim takes over what others run no more.
	claim(ctx context.Context, worker string) ([]record, error)
	// release leaves one to whoever claims it next.
	release(ctx context.Context, id string) error
}

// memory keeps operations in this process, which is the only one to run them.
type memory struct {
	mutex   sync.Mutex
	records map[string]*kept
}

type kept struct {
	record
	until time.Time // zero while it runs
}

func newMemory() *memory { return &memory{records: map[string]*kept{}} }

func (m *memory) add(_ context.Context, one record) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	for id, each := range m.records {
		if !each.until.IsZero() && time.Now().After(each.until) {
			delete(m.records, id)
		}
	}
	m.records[one.ID] = &kept{record: one}
	return nil
}

func (m *memory) find(_ context.Context, id string) (*record, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	found, known := m.records[id]
	if !known || (!found.until.IsZero() && time.Now().After(found.until)) {
		return nil, nil
	}
	copied := found.record
	return &copied, nil
}

func (m *memory) end(_ context.Context, one record, lifetime time.Duration) (bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	found, known := m.records[one.ID]
	if !known || found.ended() {
		return false, nil
	}
	m.records[one.ID] = &kept{one, time.Now().Add(lifetime)}
	return true, nil
}

func (m *memory) cancel(_ context.Context, id string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if found, known := m.records[id]; known && found.State == running {
		found.State = cancelling
	}
	return nil
}

func (m *memory) renew(_ context.Context, _ string, ids []string) ([]string, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	var lost []string
	for _, id := range ids {
		if found, known := m.records[id]; known && found.State == cancelling {
			lost = append(lost, id)
		}
	}
	return lost, nil
}

func (m *memory) claim(context.Context, string) ([]record, error) { return nil, nil }

func (m *memory) release(context.Context, string) error { return nil }
