package tools

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const basePath = "/base"

// testCase is one call of one tool: its arguments, the request that must follow, and the answer to it.
type testCase struct {
	Tool      string
	Arguments map[string]any
	Request   struct {
		Method  string
		Path    string
		Query   []string
		Headers map[string]string
		Cookies []string
		Body    map[string]any
	}
	Response answer
}

// answer is what the stand-in for the API says.
type answer struct {
	Status int
	Type   string
	JSON   json.RawMessage
	Text   *string
	Base64 *string
}

func (a answer) body() []byte {
	switch {
	case a.JSON != nil:
		return a.JSON
	case a.Text != nil:
		return []byte(*a.Text)
	case a.Base64 != nil:
		data, _ := base64.StdEncoding.DecodeString(*a.Base64)
		return data
	}
	return nil
}

// loadCases reads all calls in testdata.
func loadCases(t *testing.T) []testCase {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []testCase
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var cases []testCase
		if err := json.Unmarshal(text, &cases); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, cases...)
	}
	return all
}

// received is a request as it arrived; texts are still percent-encoded.
type received struct {
	method, path string
	query        []string
	header       http.Header
	body         map[string]any
}

// upstream is the API as the tests see it: it answers what a test says and remembers what it was asked.
type upstream struct {
	*httptest.Server
	mutex    sync.Mutex
	answer   answer
	requests []received
}

func startUpstream(t *testing.T) *upstream {
	t.Helper()
	u := &upstream{}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		u.mutex.Lock()
		defer u.mutex.Unlock()
		u.requests = append(u.requests, read(request))
		if body := u.answer.body(); body != nil {
			w.Header().Set("Content-Type", u.answer.Type)
			w.WriteHeader(u.answer.Status)
			_, _ = w.Write(body)
			return
		}
		w.WriteHeader(u.answer.Status)
	}))
	t.Cleanup(u.Close)
	return u
}

// says sets the next answers and forgets the requests so far.
func (u *upstream) says(a answer) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.answer, u.requests = a, nil
}

func (u *upstream) asked() []received {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return u.requests
}

func read(request *http.Request) received {
	path, query, _ := strings.Cut(request.RequestURI, "?")
	got := received{method: request.Method, path: strings.TrimPrefix(path, basePath), header: request.Header}
	for pair := range strings.SplitSeq(query, "&") {
		if pair != "" {
			got.query = append(got.query, pair)
		}
	}
	slices.Sort(got.query)
	got.body = readBody(request)
	return got
}

var isJSON = regexp.MustCompile(`[/+.-]json$`)

// readBody gives the body of a request in the words of a case.
func readBody(request *http.Request) map[string]any {
	contentType := request.Header.Get("Content-Type")
	if contentType == "" {
		return nil
	}
	data, err := io.ReadAll(request.Body)
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	kind, params, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		return map[string]any{"type": contentType, "base64": base64.StdEncoding.EncodeToString(data)}
	case kind == "multipart/form-data":
		return map[string]any{"type": kind, "parts": readParts(data, params["boundary"])}
	case kind == "application/x-www-form-urlencoded":
		return map[string]any{"type": kind, "form": pairsOf(string(data))}
	case isJSON.MatchString(kind):
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			return map[string]any{"error": err.Error()}
		}
		return map[string]any{"type": contentType, "json": value}
	case params["charset"] != "":
		before, _, _ := strings.Cut(contentType, ";")
		return map[string]any{"type": before, "text": string(data)}
	}
	return map[string]any{"type": contentType, "base64": base64.StdEncoding.EncodeToString(data)}
}

func pairsOf(text string) []any {
	pairs := []any{}
	for pair := range strings.SplitSeq(text, "&") {
		if pair != "" {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

func readParts(data []byte, boundary string) []any {
	parts := []any{}
	reader := multipart.NewReader(bytes.NewReader(data), boundary)
	for {
		part, err := reader.NextRawPart()
		if err != nil {
			return parts
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return parts
		}
		_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		found := map[string]any{"name": params["name"], "base64": base64.StdEncoding.EncodeToString(content)}
		if name, isFile := params["filename"]; isFile {
			found["filename"] = name
		}
		parts = append(parts, found)
	}
}
