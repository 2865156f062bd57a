package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// Lines of JSON are text: no single value can be read from them.
var (
	jsonType = regexp.MustCompile(`[/+.-]json$`)
	textType = regexp.MustCompile(`^text/|[/+]xml$|\+(yaml|jwt)$|ndjson|jsonl|json-seq|x-json-stream|x-www-form-urlencoded$` +
		`|/(x-)?(yaml|javascript|ecmascript|graphql|toml|csv|sql|jwt|jose|sparql-query|turtle|n-triples|pgp-\w+)$`)
	plainType = regexp.MustCompile(`^[a-z0-9./+-]{1,60}$`)
)

// Response is a successful answer, as it came. At most one of JSON, Text and Bytes is set; none for an empty body.
type Response struct {
	Status int
	Header http.Header
	// MediaType is the content type without parameters, in lower case; "" when there is none.
	MediaType string
	JSON      json.RawMessage
	Text      string
	Bytes     []byte
	// Empty says that there was no body.
	Empty bool
}

// Decode reads a JSON answer into a model of package api.
func (r *Response) Decode(model any) error { return json.Unmarshal(r.JSON, model) }

// decode turns a body into a JSON value, a text or bytes.
func (r *Request) decode(got *Received, strict bool) (*Response, error) {
	contentType := got.Header.Get("Content-Type")
	out := &Response{Status: got.Status, Header: got.Header, MediaType: baseType(contentType)}
	wantsJSON := true
	for each := range strings.SplitSeq(r.accept, ",") {
		wantsJSON = wantsJSON && isJSON(each)
	}
	switch {
	case len(got.Body) == 0:
		if strict && wantsJSON && got.Status != http.StatusNoContent {
			return nil, &invalidAnswer{status: got.Status, message: "an empty answer came where JSON was expected"}
		}
		out.MediaType, out.Empty = "", true
		return out, nil
	case isJSON(contentType):
		body := bytes.TrimPrefix(got.Body, []byte("\xef\xbb\xbf"))
		if !utf8.Valid(body) || !json.Valid(body) {
			return nil, &invalidAnswer{status: got.Status, message: "the API sent invalid JSON"}
		}
		out.JSON = body
		return out, nil
	case wantsJSON:
		return out, out.insteadOfJSON(contentType, got.Body, strict)
	}
	out.take(contentType, got.Body)
	return out, nil
}

// insteadOfJSON reads what came although JSON was promised. Mislabelled JSON is common and accepted.
func (r *Response) insteadOfJSON(contentType string, body []byte, strict bool) error {
	start := bytes.TrimLeft(body, " \t\r\n")
	if !strict && len(start) > 0 && (start[0] == '{' || start[0] == '[') && utf8.Valid(body) && json.Valid(body) {
		r.MediaType, r.JSON = "application/json", body
		return nil
	}
	if strict || strings.Contains(r.MediaType, "html") {
		kind := r.MediaType
		if !plainType.MatchString(kind) {
			kind = "unreadable"
		}
		return &invalidAnswer{status: r.Status, message: "content of type " + kind + " came where JSON was expected"}
	}
	slog.Warn("answer is not JSON, as the document promises", "status", r.Status)
	r.take(contentType, body)
	return nil
}

// take keeps a body that is no JSON.
func (r *Response) take(contentType string, body []byte) {
	if !textType.MatchString(r.MediaType) {
		r.Bytes = body
		return
	}
	r.Text = textIn(contentType, body)
}

// textIn reads a text in the character set that its type names.
func textIn(contentType string, body []byte) string {
	_, charset, _ := strings.Cut(strings.ToLower(contentType), "charset=")
	charset, _, _ = strings.Cut(charset, ";")
	if encoding, err := htmlindex.Get(strings.Trim(charset, ` "'`)); err == nil {
		if decoded, err := encoding.NewDecoder().Bytes(body); err == nil {
			body = decoded
		}
	}
	return strings.ToValidUTF8(string(body), "\uFFFD")
}

// check compares an answer with the document. A difference is logged, and is an error only where that was asked for.
func (r *Request) check(ctx context.Context, response *Response, strict bool) error {
	if response.JSON == nil {
		return nil
	}
	differences := r.returns.differences(response.JSON)
	if len(differences) == 0 {
		return nil
	}
	slog.WarnContext(ctx, "answer differs from the document", "operation", r.operation(),
		"differences", differences[:min(3, len(differences))], "count", len(differences))
	if strict {
		return &invalidAnswer{status: response.Status,
			message: "the answer does not have the documented format: unexpected or missing members"}
	}
	return nil
}

func baseType(contentType string) string {
	media, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(media))
}

func isJSON(contentType string) bool { return jsonType.MatchString(baseType(contentType)) }
