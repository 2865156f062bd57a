package rest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

type pet struct {
	ID   int64   `json:"id"`
	Name *string `json:"name,omitempty"`
}

// client talks to a server that answers as the handler says.
func client(t *testing.T, handler http.HandlerFunc, change func(*Config)) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	t.Setenv("API_BASE_URL", "")
	config := Config{BaseURL: server.URL + "/v1", EnvPrefix: "API", UserAgent: "test"}
	if change != nil {
		change(&config)
	}
	c, err := NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func get(t *testing.T, c *Client) (*Response, error) {
	t.Helper()
	r := NewRequest("GET", "/pets/{id}")
	r.Path("id", "a/b")
	r.Returns(As[pet]())
	return c.Do(t.Context(), r)
}

// refusedWith expects an error of the API and gives its text.
func refusedWith(t *testing.T, err error) string {
	t.Helper()
	var api *APIError
	if !errors.As(err, &api) {
		t.Fatalf("%v is no error of the API", err)
	}
	return api.Message
}

func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestSendsThePathAsItIs(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"id": 1, "uri": "` + request.RequestURI + `"}`))
	}, nil)
	response, err := get(t, c)
	if err != nil || !strings.Contains(string(response.JSON), `"/v1/pets/a%2Fb"`) {
		t.Fatalf("%s %v", response.JSON, err)
	}
}

func TestAnswers(t *testing.T) {
	cases := []struct {
		name, contentType, body string
		want                    string // part of the error; "" for none
	}{
		{"fits", "application/json", `{"id": 1}`, ""},
		{"breaks the contract", "application/json", `{"name": 1}`, ""},
		{"is empty", "application/json", "", ""},
		{"is text", "text/plain", "hello", ""},
		{"is mislabelled", "text/plain", `{"id": 1}`, ""},
		{"is invalid", "application/json", `{"id": `, "invalid JSON"},
		{"is not UTF-8", "application/json", "\"\xff\"", "invalid JSON"},
		{"is a web page", "text/html", "<html>", "text/html"},
		{"is huge", "application/json", `"` + strings.Repeat("a", maxBytes) + `"`, "too large"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			_, err := get(t, client(t, says(200, each.contentType, each.body), nil))
			if each.want == "" && err != nil {
				t.Fatal(err)
			}
			if each.want != "" && !strings.Contains(refusedWith(t, err), each.want) {
				t.Error(err)
			}
		})
	}
}

func TestStrictAnswers(t *testing.T) {
	t.Setenv("MCP_STRICT_ANSWERS", "1")
	for _, body := range []string{`{"name": "x"}`, `{"id": "1"}`, `[]`, ``} {
		if _, err := get(t, client(t, says(200, "application/json", body), nil)); err == nil {
			t.Errorf("%q was taken", body)
		}
	}
	if _, err := get(t, client(t, says(200, "application/json", `{"id": 1, "name": null, "more": true}`), nil)); err != nil {
		t.Error(err)
	}
}

func TestStopsAtTheLimitOfACompressedBody(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		var bomb bytes.Buffer
		writer := gzip.NewWriter(&bomb)
		for range 20 {
			_, _ = writer.Write(make([]byte, 1_000_000))
		}
		_ = writer.Close()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	}, nil)
	if _, err := get(t, c); !strings.Contains(refusedWith(t, err), "too large") {
		t.Error(err)
	}
}

func TestRetries(t *testing.T) {
	cases := []struct {
		name, method string
		status       int
		after        string
		tries        int32
	}{
		{"what reads, after a failure", "GET", 503, "0", 3},
		{"nothing that writes, after a failure", "POST", 503, "0", 1},
		{"what is idempotent, when it was too much", "PUT", 429, "0", 3},
		{"nothing else, when it was too much", "POST", 429, "0", 1},
		{"not when the wait is too long", "GET", 429, "3600", 1},
		{"no refusal", "GET", 404, "", 1},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			var tries atomic.Int32
			c := client(t, func(w http.ResponseWriter, _ *http.Request) {
				tries.Add(1)
				if each.after != "" {
					w.Header().Set("Retry-After", each.after)
				}
				w.WriteHeader(each.status)
			}, nil)
			_, err := c.Do(t.Context(), NewRequest(each.method, "/"))
			text := refusedWith(t, err)
			if tries.Load() != each.tries {
				t.Errorf("%d tries: %s", tries.Load(), text)
			}
			if each.after == "3600" && !strings.Contains(text, "wait 3600 s") {
				t.Error(text)
			}
		})
	}
}

func TestABrokenConnectionIsTriedOnceMore(t *testing.T) {
	for method, want := range map[string]int32{"GET": 2, "HEAD": 2, "OPTIONS": 2, "DELETE": 1, "POST": 1} {
		t.Run(method, func(t *testing.T) {
			var tries atomic.Int32
			c := client(t, func(w http.ResponseWriter, request *http.Request) {
				if request.URL.Path == "/v1/pets/a/b" {
					says(200, "application/json", `{"id": 1}`)(w, request)
					return
				}
				if tries.Add(1); request.ContentLength != 0 || request.TransferEncoding != nil {
					t.Errorf("%s has a body: %d %v", method, request.ContentLength, request.TransferEncoding)
				}
				panic(http.ErrAbortHandler)
			}, nil)
			if _, err := get(t, c); err != nil { // leaves a connection that is kept
				t.Fatal(err)
			}
			_, err := c.Do(t.Context(), NewRequest(method, "/"))
			if text := refusedWith(t, err); tries.Load() != want {
				t.Errorf("%d tries: %s", tries.Load(), text)
			}
		})
	}
}

func TestTotalDeadline(t *testing.T) {
	t.Setenv("API_TIMEOUT", "0.2")
	ended := make(chan struct{})
	c := client(t, func(w http.ResponseWriter, request *http.Request) {
		w.WriteHeader(200)
		_ = http.NewResponseController(w).Flush()
		<-request.Context().Done()
		close(ended)
	}, nil)
	_, err := get(t, c)
	if text := refusedWith(t, err); !strings.Contains(text, "timed out after 0.2 s") {
		t.Error(text)
	}
	<-ended // the connection was closed
}

func TestACancelledCallEndsTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	c := client(t, func(_ http.ResponseWriter, request *http.Request) {
		cancel()
		<-request.Context().Done()
		close(ended)
	}, nil)
	if _, err := c.Do(ctx, NewRequest("GET", "/")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the request went on")
	}
}

func TestRedirects(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other origin was asked") }))
	defer other.Close()
	for target, want := range map[string]string{
		"/v1/moved": "", other.URL + "/x": "not followed", "//evil.example/": "not followed", "/v1/pets/a%2Fb": "not followed",
	} {
		c := client(t, func(w http.ResponseWriter, request *http.Request) {
			if request.URL.Path == "/v1/moved" {
				says(200, "application/json", `{"id": 1}`)(w, request)
				return
			}
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}, nil)
		_, err := get(t, c)
		if want == "" && err != nil {
			t.Error(target, err)
		}
		if want != "" && !strings.Contains(refusedWith(t, err), want) {
			t.Error(target, err)
		}
	}
}

func TestErrorsShowNoSecret(t *testing.T) {
	t.Setenv("API_TOKEN", "very-secret-token")
	body := `{"message": "bad token very-secret-token", "internal": "other", "errors": [{"field": "a", "trace": "x"}]}`
	c := client(t, says(401, "application/json", body), func(config *Config) {
		config.Schemes = map[string]Scheme{"bearer": Bearer{Env: "API_TOKEN"}}
		config.Security = [][]string{{"bearer"}}
	})
	_, err := get(t, c)
	text := refusedWith(t, err)
	for _, hidden := range []string{"very-secret-token", "internal", "trace"} {
		if strings.Contains(text, hidden) {
			t.Errorf("%q is shown: %s", hidden, text)
		}
	}
	for _, shown := range []string{"GET /pets/{id} answered 401", "Check API_TOKEN", `"field":"a"`} {
		if !strings.Contains(text, shown) {
			t.Errorf("%q is missing: %s", shown, text)
		}
	}
}

func TestSecurityTakesTheFirstAlternativeThatIsConfigured(t *testing.T) {
	var got *http.Request
	c := client(t, func(_ http.ResponseWriter, request *http.Request) { got = request }, func(config *Config) {
		config.Schemes = map[string]Scheme{
			"bearer": Bearer{Env: "API_TOKEN"}, "key": APIKey{Env: "API_KEY", In: "query", Name: "key"},
			"cookie": APIKey{Env: "API_COOKIE", In: "cookie", Name: "sid"},
		}
		config.Credentials = map[string]string{"API_KEY": "k&y", "API_COOKIE": "c"}
	})
	r := NewRequest("GET", "/")
	r.Security([]string{"bearer"}, []string{"key", "cookie"})
	r.Query("key", "of the caller")
	r.Query("q", "1")
	if _, err := c.Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got.URL.RawQuery != "q=1&key=k%26y" || got.Header.Get("Cookie") != "sid=c" || got.Header.Get("Authorization") != "" {
		t.Errorf("%s %v", got.URL.RawQuery, got.Header)
	}
	r = NewRequest("GET", "/")
	r.Security([]string{"bearer"})
	schemes, missing := c.choose([][]string{{"bearer"}}, nil)
	if len(schemes) != 0 || len(missing) != 1 || missing[0] != "API_TOKEN" {
		t.Error(schemes, missing)
	}
}

func TestNoAnswer(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	cases := map[string]http.HandlerFunc{
		"could not be reached": nil,
		"closed the connection": func(w http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		},
		"cut short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("{"))
		},
	}
	for want, handler := range cases {
		c := client(t, handler, func(config *Config) {
			if handler == nil {
				config.BaseURL = closed.URL
			}
		})
		if _, err := get(t, c); !strings.Contains(refusedWith(t, err), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestWrongSettings(t *testing.T) {
	for _, base := range []string{"ftp://x", "https://user:pass@x", "x", "https://x/#f"} {
		t.Setenv("API_BASE_URL", base)
		if _, err := NewClient(Config{EnvPrefix: "API"}); err == nil {
			t.Errorf("%q was taken", base)
		}
	}
	t.Setenv("API_BASE_URL", "https://x")
	for _, seconds := range []string{"0", "-1", "NaN", "soon"} {
		t.Setenv("API_TIMEOUT", seconds)
		if _, err := NewClient(Config{EnvPrefix: "API"}); err == nil {
			t.Errorf("%q was taken", seconds)
		}
	}
}
