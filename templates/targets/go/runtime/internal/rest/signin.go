package rest

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

// signInTime is how long a browser is waited for.
const signInTime = 10 * time.Minute

// signIn is one try of a person to sign in: from the invitation to the code, or to the end of the wait. The code comes back to
// a port of this machine (RFC 8252, 7.3). State and challenge may be seen, the verifier never leaves (RFC 7636).
type signIn struct {
	config          oauth2.Config
	state, verifier string

	mutex   sync.Mutex
	server  *http.Server // nil before the invitation and after the end
	begun   bool
	code    string
	refused bool
}

func newSignIn(config oauth2.Config) *signIn {
	return &signIn{config: config, state: rand.Text(), verifier: oauth2.GenerateVerifier()}
}

// over says that the wait has ended without an answer, or with a refusal.
func (s *signIn) over() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.begun && s.server == nil && s.code == "" && !s.refused
}

// redeem changes the code for a token. Until there is one, the error invites the person to sign in.
func (s *signIn) redeem(ctx context.Context) (*oauth2.Token, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	switch {
	case s.refused:
		s.refused = false
		return nil, &invalidAnswer{message: "the sign-in was refused; call again to be asked once more"}
	case s.code == "":
		if err := s.listen(); err != nil {
			return nil, err
		}
		address := s.config.AuthCodeURL(s.state, oauth2.S256ChallengeOption(s.verifier))
		return nil, &invalidAnswer{message: "the person who uses this server has to sign in first. Open " + address +
			" in a browser on the machine of this server, then call again"}
	}
	code := s.code
	s.code = "" // it is good for one try
	token, err := s.config.Exchange(ctx, code, oauth2.VerifierOption(s.verifier))
	return token, noToken(err)
}

// listen waits for the browser on a port of the loopback address.
func (s *signIn) listen() error {
	if s.server != nil {
		return nil
	}
	port := strings.TrimSpace(os.Getenv("MCP_SIGN_IN_PORT"))
	if port == "" {
		port = "0"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return &invalidAnswer{message: "the port of MCP_SIGN_IN_PORT is not free"}
	}
	s.config.RedirectURL = "http://" + listener.Addr().String() + "/callback"
	mux := http.NewServeMux()
	mux.HandleFunc("GET /callback", s.receive)
	server := &http.Server{
		Handler: mux, ReadTimeout: 5 * time.Second, MaxHeaderBytes: 16_384,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	s.server, s.begun = server, true
	go func() { _ = server.Serve(listener) }() // it always ends with an error: that it was closed
	time.AfterFunc(signInTime, func() { s.end(server) })
	return nil
}

// receive takes the code of a request; only one with our state counts.
func (s *signIn) receive(w http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	if subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(s.state)) != 1 {
		http.NotFound(w, request)
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.server == nil {
		http.NotFound(w, request)
		return
	}
	s.code = query.Get("code")
	s.refused = s.code == ""
	title := "You are signed in"
	if s.refused {
		title = "You are not signed in"
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<!doctype html><title>%[1]s</title><p>%[1]s. You can close this window.", title)
	server := s.server
	s.server = nil
	go func() { _ = server.Shutdown(context.Background()) }() // after this answer
}

// end gives up waiting.
func (s *signIn) end(server *http.Server) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.server == server {
		s.server = nil
	}
	_ = server.Close() // nothing can be done about it
}
