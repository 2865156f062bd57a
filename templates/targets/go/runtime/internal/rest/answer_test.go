package rest

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// answered asks for any media types and gives the answer.
func answered(t *testing.T, accept string, handler http.HandlerFunc) *Response {
	t.Helper()
	r := NewRequest("GET", "/")
	r.Accept(accept)
	response, err := client(t, handler, nil).Do(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestAnswersThatAreNoJSON(t *testing.T) {
	cases := []struct{ contentType, body, text, bytes string }{
		{"text/plain", "héllo", "héllo", ""},
		{"text/plain; charset=ISO-8859-1", "h\xe9llo", "héllo", ""},
		{"text/plain; charset=nonsense", "h\xe9llo", "h\uFFFDllo", ""},
		{"application/problem+xml", "<a/>", "<a/>", ""},
		{"application/x-ndjson", "{}\n{}", "{}\n{}", ""},
		{"image/png", "\x00\xff", "", "\x00\xff"},
		{"", "\x00\xff", "", "\x00\xff"},
	}
	for _, each := range cases {
		got := answered(t, "*/*", func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{each.contentType}
			_, _ = io.WriteString(w, each.body)
		})
		if got.Text != each.text || string(got.Bytes) != each.bytes || got.JSON != nil {
			t.Errorf("%s: %q %q %q", each.contentType, got.Text, got.Bytes, got.JSON)
		}
	}
}

func TestAnswersAreDecoded(t *testing.T) {
	response := answered(t, "application/json", says(200, "application/hal+json; charset=utf-8", "\xef\xbb\xbf"+`{"id": 7, "name": null}`))
	var model pet
	if err := response.Decode(&model); err != nil || model.ID != 7 || model.Name != nil {
		t.Error(model, err)
	}
	if response.MediaType != "application/hal+json" {
		t.Error(response.MediaType)
	}
}

func TestEncodingsThatNobodyAskedFor(t *testing.T) {
	for encoding, writer := range map[string]func(io.Writer) io.WriteCloser{
		"deflate": func(to io.Writer) io.WriteCloser { return zlib.NewWriter(to) },
		"x-gzip":  func(to io.Writer) io.WriteCloser { return gzip.NewWriter(to) },
	} {
		got := answered(t, "application/json", func(w http.ResponseWriter, _ *http.Request) {
			var body bytes.Buffer
			compressed := writer(&body)
			_, _ = io.WriteString(compressed, `{"a":1}`)
			_ = compressed.Close()
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Encoding", encoding)
			_, _ = w.Write(body.Bytes())
		})
		if string(got.JSON) != `{"a":1}` {
			t.Errorf("%s: %s", encoding, got.JSON)
		}
	}
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = io.WriteString(w, "?")
	}, nil)
	if _, err := c.Do(t.Context(), NewRequest("GET", "/")); !strings.Contains(refusedWith(t, err), "encoding is broken") {
		t.Error(err)
	}
}

func TestHasNoBodyForHEAD(t *testing.T) {
	response, err := client(t, says(200, "application/json", `{}`), nil).Do(t.Context(), NewRequest("HEAD", "/"))
	if err != nil || !response.Empty {
		t.Error(response, err)
	}
}

func TestAnswersAreComparedWithTheirModel(t *testing.T) {
	type model struct {
		ID    int64             `json:"id"`
		Tags  []string          `json:"tags,omitempty"`
		Names map[string]string `json:"names,omitempty"`
		Any   json.RawMessage   `json:"any,omitempty"`
		Owner *pet              `json:"owner,omitempty"`
		Good  bool              `json:"good,omitempty"`
		Size  float64           `json:"size,omitempty"`
	}
	cases := map[string]string{
		`{"id": 1, "tags": ["a"], "names": {"a": "b"}, "any": [1], "owner": null, "good": true, "size": 1.5, "more": 1}`: "",
		`{"id": 1.0}`:                       "",
		`{"id": 1.5}`:                       "id: is a number",
		`{"id": null}`:                      "id: is null",
		`{}`:                                "id: is missing",
		`{"id": 1, "tags": [1]}`:            "tags[0]: is a number",
		`{"id": 1, "tags": {"a": 1}}`:       "tags: is an object",
		`{"id": 1, "names": {"a": true}}`:   "names.a: is a boolean",
		`{"id": 1, "owner": {"id": "one"}}`: "owner.id: is a text",
		`[]`:                                "is an array",
	}
	for answer, want := range cases {
		if got := strings.Join(As[model]().differences([]byte(answer)), "; "); strings.TrimPrefix(got, ": ") != want {
			t.Errorf("%s: %s", answer, got)
		}
	}
}

func TestAnOperationsOwnServer(t *testing.T) {
	c := client(t, nil, func(config *Config) { config.BaseURL = "https://api.example.com/v1" })
	r := NewRequest("GET", "/a?fixed=1")
	r.Server("https://uploads.example.com")
	r.Query("b", true)
	prepared, err := c.prepare(r)
	if err != nil || prepared.Address != "https://uploads.example.com/a?fixed=1&b=true" {
		t.Error(prepared, err)
	}
	c.configured = true
	if prepared, err = c.prepare(r); err != nil || prepared.Address != "https://api.example.com/v1/a?fixed=1&b=true" {
		t.Error("a configured base URL wins:", prepared, err)
	}
}

func TestUserNameAndPassword(t *testing.T) {
	var user, password string
	c := client(t, func(_ http.ResponseWriter, request *http.Request) { user, password, _ = request.BasicAuth() }, func(config *Config) {
		config.Schemes = map[string]Scheme{"basic": Basic{UsernameEnv: "API_USER", PasswordEnv: "API_PASSWORD"}}
		config.Security = [][]string{{"basic"}}
		config.Credentials = map[string]string{"API_USER": "ann"}
	})
	if _, missing := c.choose(c.security, nil); len(missing) != 1 || missing[0] != "API_PASSWORD" {
		t.Error(missing)
	}
	c.credentials["API_PASSWORD"] = "s3cret:"
	if _, err := c.Do(context.Background(), NewRequest("GET", "/")); err != nil || user != "ann" || password != "s3cret:" {
		t.Error(user, password, err)
	}
}

func TestCategories(t *testing.T) {
	for status, want := range map[int]string{400: "client_error", 409: "business_error", 500: "server_error", 0: "server_error"} {
		if got := (&APIError{Status: status}).Category(); got != want {
			t.Errorf("%d: %s", status, got)
		}
	}
}
