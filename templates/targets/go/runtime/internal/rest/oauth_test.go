package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// issuer is an authorization server that answers as its test says, and remembers what it was asked.
type issuer struct {
	*httptest.Server
	mutex sync.Mutex
	asked []url.Values
}

// startIssuer answers token requests with answer, which gets the form and the client of the Authorization header.
func startIssuer(t *testing.T, answer func(form url.Values, client string) (int, string)) *issuer {
	t.Helper()
	out := &issuer{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, request *http.Request) {
		if err := request.ParseForm(); err != nil {
			t.Error(err)
		}
		user, password, _ := request.BasicAuth()
		out.mutex.Lock()
		out.asked = append(out.asked, request.PostForm)
		out.mutex.Unlock()
		status, body := answer(request.PostForm, user+":"+password)
		says(status, "application/json", body)(w, request)
	})
	mux.HandleFunc("GET /discovery", func(w http.ResponseWriter, request *http.Request) {
		body := fmt.Sprintf(`{"token_endpoint": "%[1]s/token", "authorization_endpoint": "%[1]s/authorize"}`, out.URL)
		says(200, "application/json", body)(w, request)
	})
	out.Server = httptest.NewServer(mux)
	t.Cleanup(out.Close)
	t.Setenv("MCP_STATE_DIR", t.TempDir())
	return out
}

// oauthClient has one scheme; its API wants the token "good-token".
func oauthClient(t *testing.T, scheme Scheme, credentials map[string]string) *Client {
	t.Helper()
	return client(t, func(w http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Authorization") != "Bearer good-token" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}, func(config *Config) {
		config.Schemes, config.Security = map[string]Scheme{"oauth": scheme}, [][]string{{"oauth"}}
		config.Credentials = credentials
	})
}

func do(t *testing.T, c *Client) error {
	t.Helper()
	_, err := c.Do(t.Context(), NewRequest("GET", "/"))
	return err
}

const goodToken = `{"access_token": "good-token", "expires_in": 3600, "token_type": "Bearer"}`

func TestClientCredentials(t *testing.T) {
	tokens := startIssuer(t, func(form url.Values, client string) (int, string) {
		if client != "id%2F:s3cret" || form.Get("scope") != "read write" {
			t.Error(client, form)
		}
		return 200, goodToken
	})
	c := oauthClient(t, &OAuth{
		IDEnv: "ID", SecretEnv: "SECRET", Endpoints: Endpoints{Token: tokens.URL + "/token"}, Scopes: []string{"read", "write"},
	}, map[string]string{"ID": "id/", "SECRET": "s3cret"})
	var calls sync.WaitGroup
	for range 5 {
		calls.Go(func() {
			if err := do(t, c); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
	if len(tokens.asked) != 1 {
		t.Errorf("%d tokens were fetched", len(tokens.asked))
	}
}

func TestATokenThatTheAPIRefusesIsFetchedAgain(t *testing.T) {
	var fetched atomic.Int32
	tokens := startIssuer(t, func(url.Values, string) (int, string) {
		if fetched.Add(1) == 1 {
			return 200, strings.Replace(goodToken, "good", "stale", 1)
		}
		return 200, goodToken
	})
	c := oauthClient(t, &OAuth{IDEnv: "ID", SecretEnv: "SECRET", Endpoints: Endpoints{Token: tokens.URL + "/token"}},
		map[string]string{"ID": "id", "SECRET": "s3cret"})
	if err := do(t, c); err == nil {
		t.Error("a stale token was taken")
	}
	if err := do(t, c); err != nil {
		t.Error(err)
	}
}

func TestARefreshTokenIsReplacedAndKept(t *testing.T) {
	tokens := startIssuer(t, func(form url.Values, client string) (int, string) {
		if client != ":" || form.Get("client_id") != "id" {
			t.Error("a client without a secret says its id in the body", client, form)
		}
		return 200, strings.Replace(goodToken, "{", `{"refresh_token": "second-token",`, 1)
	})
	scheme := func() Scheme {
		return &OAuth{
			Grant: RefreshToken, IDEnv: "ID", SecretEnv: "SECRET", RefreshEnv: "API_REFRESH_TOKEN",
			Endpoints: Endpoints{Discovery: tokens.URL + "/discovery"},
		}
	}
	given := map[string]string{"ID": "id", "API_REFRESH_TOKEN": "first-token"}
	for range 2 { // the second is the same server, started again
		if err := do(t, oauthClient(t, scheme(), given)); err != nil {
			t.Fatal(err)
		}
	}
	given["API_REFRESH_TOKEN"] = "another-token"
	if err := do(t, oauthClient(t, scheme(), given)); err != nil {
		t.Fatal(err)
	}
	var sent []string
	for _, form := range tokens.asked {
		sent = append(sent, form.Get("refresh_token"))
	}
	if got := strings.Join(sent, " "); got != "first-token second-token another-token" {
		t.Error(got)
	}
	file := filepath.Join(os.Getenv("MCP_STATE_DIR"), "api_refresh_token.json")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Error(info, err)
	}
}

var invitation = regexp.MustCompile(`Open (\S+) in a browser`)

// invited calls once and gives the address that the person is asked to open.
func invited(t *testing.T, c *Client) *url.URL {
	t.Helper()
	found := invitation.FindStringSubmatch(refusedWith(t, do(t, c)))
	if found == nil {
		t.Fatal("nobody was asked to sign in")
	}
	address, err := url.Parse(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// browse is the browser coming back from the authorization server.
func browse(t *testing.T, redirect string, query url.Values) int {
	t.Helper()
	response, err := http.Get(redirect + "?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Error(err)
	}
	return response.StatusCode
}

func TestAPersonSignsIn(t *testing.T) {
	tokens := startIssuer(t, func(form url.Values, _ string) (int, string) {
		if form.Get("grant_type") == "refresh_token" && form.Get("refresh_token") != "kept-token" {
			return 400, `{"error": "invalid_grant"}`
		}
		if form.Get("grant_type") == "authorization_code" && (form.Get("code") != "c0de" || len(form.Get("code_verifier")) < 43) {
			return 400, `{"error": "invalid_grant"}`
		}
		return 200, strings.Replace(goodToken, "{", `{"refresh_token": "kept-token",`, 1)
	})
	scheme := func() Scheme {
		return &OAuth{
			Grant: AuthorizationCode, IDEnv: "API_CLIENT_ID", SecretEnv: "SECRET", RefreshEnv: "REFRESH", Scopes: []string{"read"},
			Endpoints: Endpoints{Token: tokens.URL + "/token", Authorization: tokens.URL + "/authorize"},
		}
	}
	given := map[string]string{"API_CLIENT_ID": "id"}
	c := oauthClient(t, scheme(), given)
	if err := do(t, c); !strings.Contains(refusedWith(t, err), "Set REFRESH") {
		t.Error("over HTTP nobody can sign in:", err)
	}
	c.AllowSignIn()
	address := invited(t, c)
	query := address.Query()
	redirect := query.Get("redirect_uri")
	if query.Get("code_challenge_method") != "S256" || query.Get("scope") != "read" || !strings.HasPrefix(redirect, "http://127.0.0.1:") {
		t.Fatal(address)
	}
	if status := browse(t, redirect, url.Values{"state": {"guessed"}, "code": {"c0de"}}); status != http.StatusNotFound {
		t.Error("a request without our state was taken:", status)
	}
	if status := browse(t, redirect, url.Values{"state": {query.Get("state")}, "code": {"c0de"}}); status != http.StatusOK {
		t.Error(status)
	}
	if err := do(t, c); err != nil {
		t.Error(err)
	}
	again := oauthClient(t, scheme(), given)
	again.AllowSignIn()
	if err := do(t, again); err != nil {
		t.Error("the person was not remembered:", err)
	}
}

func TestASignInThatIsRefused(t *testing.T) {
	tokens := startIssuer(t, func(url.Values, string) (int, string) { return 400, `{"error": "invalid_grant"}` })
	c := oauthClient(t, &OAuth{
		Grant: AuthorizationCode, IDEnv: "API_CLIENT_ID", RefreshEnv: "REFRESH", Endpoints: Endpoints{Discovery: tokens.URL + "/discovery"},
	}, map[string]string{"API_CLIENT_ID": "id"})
	c.AllowSignIn()
	query := invited(t, c).Query()
	browse(t, query.Get("redirect_uri"), url.Values{"state": {query.Get("state")}, "error": {"access_denied"}})
	if text := refusedWith(t, do(t, c)); !strings.Contains(text, "was refused") {
		t.Error(text)
	}
	query = invited(t, c).Query()
	browse(t, query.Get("redirect_uri"), url.Values{"state": {query.Get("state")}, "code": {"wrong"}})
	if text := refusedWith(t, do(t, c)); !strings.Contains(text, "gave no token") {
		t.Error(text)
	}
	invited(t, c)
}

func TestTokensAreHadOverHTTPSOnly(t *testing.T) {
	for _, endpoints := range []Endpoints{
		{Token: "http://issuer.example.com/token"}, {Discovery: "http://issuer.example.com/"}, {Token: "ftp://localhost/"}, {Token: ":"},
	} {
		c := oauthClient(t, &OAuth{IDEnv: "ID", SecretEnv: "SECRET", Endpoints: endpoints}, map[string]string{"ID": "i", "SECRET": "s"})
		if text := refusedWith(t, do(t, c)); !strings.Contains(text, "not https") {
			t.Error(endpoints, text)
		}
	}
}

func TestNothingOfARefusalByTheIssuerIsShown(t *testing.T) {
	tokens := startIssuer(t, func(url.Values, string) (int, string) { return 401, `{"error": "their secret text"}` })
	c := oauthClient(t, &OAuth{IDEnv: "ID", SecretEnv: "SECRET", Endpoints: Endpoints{Token: tokens.URL + "/token"}},
		map[string]string{"ID": "id", "SECRET": "s3cret"})
	text := refusedWith(t, do(t, c))
	if !strings.Contains(text, "gave no token") || strings.Contains(text, "secret text") {
		t.Error(text)
	}
}

func TestTheCallersOwnHeaderGoesOn(t *testing.T) {
	var got http.Header
	c := client(t, func(_ http.ResponseWriter, request *http.Request) { got = request.Header }, func(config *Config) {
		config.Schemes = map[string]Scheme{"bearer": Bearer{Env: "API_TOKEN"}, "key": APIKey{Env: "API_KEY", In: "header", Name: "x-key"}}
		config.Security = [][]string{{"bearer"}}
		config.Credentials = map[string]string{"API_TOKEN": "of the server", "API_KEY": "key"}
	})
	headers := http.Header{"Authorization": {"Bearer of-the-caller"}, "X-Other": {"other"}}
	ctx := WithCallerHeaders(t.Context(), headers)
	if _, err := c.Do(ctx, NewRequest("GET", "/")); err != nil {
		t.Fatal(err)
	}
	if got.Get("Authorization") != "Bearer of-the-caller" || got.Get("X-Other") != "" {
		t.Error(got)
	}
	r := NewRequest("GET", "/")
	r.Security([]string{"key"})
	if _, err := c.Do(ctx, r); err != nil {
		t.Fatal(err)
	}
	if got.Get("Authorization") != "" || got.Get("X-Key") != "key" {
		t.Error("it goes where its scheme is asked for, and nowhere else:", got)
	}
}

func TestACancelledCallDoesNotWaitForAToken(t *testing.T) {
	held := make(chan struct{})
	tokens := startIssuer(t, func(url.Values, string) (int, string) {
		<-held
		return 200, goodToken
	})
	defer close(held)
	c := oauthClient(t, &OAuth{IDEnv: "ID", SecretEnv: "SECRET", Endpoints: Endpoints{Token: tokens.URL + "/token"}},
		map[string]string{"ID": "id", "SECRET": "s3cret"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Do(ctx, NewRequest("GET", "/")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
