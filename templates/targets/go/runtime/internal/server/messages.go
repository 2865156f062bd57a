package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

const sessionHeader = "Mcp-Session-Id"

// messages looks at what comes over HTTP before the SDK does. What is no JSON is answered as JSON-RPC wants it. That a call was
// cancelled is said in a request of its own, which finds the call by its session: clients of the older revisions get an id for
// that. Nothing else is kept of a session, so that any instance of the server can answer any request.
type messages struct {
	next    http.Handler
	mutex   sync.Mutex
	running map[string]context.CancelFunc // by session and id of the call
}

func newMessages(next http.Handler) *messages {
	return &messages{next: next, running: map[string]context.CancelFunc{}}
}

func (m *messages) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	isJSON := strings.HasPrefix(strings.ToLower(request.Header.Get("Content-Type")), "application/json")
	if request.Method != http.MethodPost || !isJSON {
		m.next.ServeHTTP(w, request)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, request.Body, mostRequestBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refuseMessage(w, http.StatusRequestEntityTooLarge, "-32600", "Invalid request: the message is too large")
		return
	case err != nil || !json.Valid(body):
		refuseMessage(w, http.StatusBadRequest, "-32700", "Parse error: the body is not JSON")
		return
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	var came message
	if err := json.Unmarshal(body, &came); err != nil {
		came = message{} // the SDK says what is wrong with it
	}
	session := request.Header.Get(sessionHeader)
	switch {
	case came.Method == "initialize":
		w.Header().Set(sessionHeader, rand.Text())
	case session != "" && came.Method == cancelledMethod:
		m.cancel(session + " " + string(came.Params.RequestID))
	case session != "" && came.ID != nil:
		call, end := m.begin(session + " " + string(came.ID))
		defer end()
		request = request.WithContext(context.WithValue(request.Context(), callOver{}, call))
	}
	m.next.ServeHTTP(w, request)
}

// callOver is the key of a context that ends when a call is cancelled: the SDK passes on values of the request's context, but
// not its end, for a client of the older revisions may go away and come back.
type callOver struct{}

// begin makes a call one that can be cancelled; end has to be called.
func (m *messages) begin(call string) (ctx context.Context, end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if _, taken := m.running[call]; taken {
		return ctx, cancel // ids are used once: the first stays
	}
	m.running[call] = cancel
	return ctx, func() {
		m.cancel(call)
		m.mutex.Lock()
		defer m.mutex.Unlock()
		delete(m.running, call)
	}
}

func (m *messages) cancel(call string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if cancel, isRunning := m.running[call]; isRunning {
		cancel()
	}
}

func refuseMessage(w http.ResponseWriter, status int, code, text string) {
	writeJSON(w, status, `{"jsonrpc":"2.0","id":null,"error":{"code":`+code+`,"message":"`+text+`"}}`)
}
