package rest

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	maxRedirects = 5
	// errorBytes is how much of a refusal is read.
	errorBytes = 64_000
)

var errBrokenBody = errors.New("the body could not be read to its end")

// call is a request that is ready to be sent, and what is needed to talk about it.
type call struct {
	operation string
	method    string
	address   string
	headers   http.Header
	body      []byte // nil when there is none
	schemes   []Scheme
	missing   []string
}

// variables are the environment variables of the credentials that are sent.
func (c *call) variables() []string {
	var names []string
	for _, scheme := range c.schemes {
		names = append(names, scheme.variables()...)
	}
	return names
}

// received is an answer, read to its end or to a limit.
type received struct {
	status int
	header http.Header
	body   []byte
}

// prepare writes URL, headers and body.
func (c *Client) prepare(r *Request) (*call, error) {
	if r.err != nil {
		return nil, r.err
	}
	base := c.base
	if r.server != "" && !c.configured {
		base = r.server
	}
	address, err := r.address(base)
	if err != nil {
		return nil, err
	}
	out := &call{operation: r.operation(), method: r.method, address: address, headers: http.Header{}}
	out.headers.Set("User-Agent", c.userAgent)
	out.headers.Set("Accept", "*/*")
	if r.accept != "" {
		out.headers.Set("Accept", r.accept+", */*;q=0.1")
	}
	for _, header := range r.headers {
		out.headers.Set(header.name, fmt.Sprint(header.value))
	}
	if len(r.cookies) > 0 {
		out.headers.Set("Cookie", strings.Join(r.cookies, "; "))
	}
	mediaType, body, err := r.body.write()
	if err != nil {
		return nil, err
	}
	if body != nil {
		out.headers.Set("Content-Type", mediaType)
		out.body = body
	}
	return out, nil
}

// deliver sends until there is a good answer, or no reason to hope for one.
func (c *Client) deliver(ctx context.Context, prepared *call) (*received, error) {
	for attempt := 1; ; attempt++ {
		got, err := c.follow(ctx, prepared)
		if err != nil {
			var api *APIError
			var invalid *invalidAnswer
			if errors.As(err, &api) || errors.As(err, &invalid) || ctx.Err() != nil {
				return nil, err
			}
			// Connections that break are tried once more, answers that say "later" twice.
			if attempt > 1 || !mayRepeat(prepared.method, prepared.headers, 0) || !isPassing(err) {
				return nil, &APIError{Message: noAnswer(prepared.operation, err), cause: err}
			}
			if err := pause(ctx, backoff(attempt)); err != nil {
				return nil, err
			}
			continue
		}
		if got.status < 300 || got.status == http.StatusNotModified {
			return got, nil
		}
		wait, asked := retryAfter(got.header.Get("Retry-After"))
		if !asked {
			wait = backoff(attempt)
		}
		deadline, _ := ctx.Deadline()
		inTime := wait <= maxWait && time.Until(deadline) > wait
		if attempt >= maxTries || !inTime || !mayRepeat(prepared.method, prepared.headers, got.status) {
			prepared.forgetTokens(got.status)
			return nil, prepared.refusal(got, wait, asked)
		}
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (c *call) forgetTokens(status int) {
	if status != http.StatusUnauthorized {
		return
	}
	for _, scheme := range c.schemes {
		if fetched, isFetched := scheme.(*OAuth); isFetched {
			fetched.forget()
		}
	}
}

// follow sends once, and follows redirects that stay at the same origin.
func (c *Client) follow(ctx context.Context, prepared *call) (*received, error) {
	method, address, body := prepared.method, prepared.address, prepared.body
	for hops := 0; ; hops++ {
		got, location, err := c.exchange(ctx, prepared, method, address, body)
		if err != nil {
			return nil, err
		}
		if location == "" {
			return got, nil
		}
		address = joined(address, location)
		if address == "" || hops == maxRedirects {
			return nil, &APIError{Status: got.status, Message: redirected(prepared.operation, got.status)}
		}
		if got.status == http.StatusSeeOther {
			method, body = http.MethodGet, nil
		}
	}
}

// exchange sends one request. The location is set for a redirect.
func (c *Client) exchange(ctx context.Context, prepared *call, method, address string, body []byte) (*received, string, error) {
	request, err := newHTTPRequest(ctx, method, address, body)
	if err != nil {
		return nil, "", err
	}
	request.Header = prepared.headers.Clone()
	if body == nil {
		request.Header.Del("Content-Type")
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	got := &received{status: response.StatusCode, header: response.Header}
	location := response.Header.Get("Location")
	switch response.StatusCode {
	case 301, 302, 303, 307, 308:
		if location != "" {
			return got, location, nil
		}
	}
	limit := int64(maxBytes)
	if response.StatusCode >= 300 {
		limit = errorBytes
	}
	got.body, err = readCapped(response, limit)
	if errors.Is(err, errTooLarge) {
		if response.StatusCode >= 300 {
			return got, "", nil
		}
		return nil, "", &invalidAnswer{status: response.StatusCode, message: tooLarge(limit)}
	}
	return got, "", err
}

// newHTTPRequest keeps the path exactly as it was written: nothing decodes or encodes it again.
func newHTTPRequest(ctx context.Context, method, address string, body []byte) (*http.Request, error) {
	scheme, rest, _ := strings.Cut(address, "://")
	rest, query, _ := strings.Cut(rest, "?")
	host, path, _ := strings.Cut(rest, "/")
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, scheme+"://"+host+"/", reader)
	if err != nil {
		return nil, err
	}
	request.URL.Opaque, request.URL.RawQuery = "/"+path, query
	return request, nil
}

// readCapped reads a decompressed body; errTooLarge when it is longer than the limit.
func readCapped(response *http.Response, limit int64) ([]byte, error) {
	if response.Request.Method == http.MethodHead {
		return nil, nil
	}
	if response.ContentLength > limit {
		return nil, errTooLarge
	}
	reader, err := decompressed(response)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBrokenBody, err)
	}
	body, err := io.ReadAll(io.LimitReader(reader, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBrokenBody, err)
	}
	if int64(len(body)) > limit {
		return nil, errTooLarge
	}
	return body, nil
}

// decompressed undoes what net/http leaves alone: encodings that an argument asked for, or that nobody asked for.
func decompressed(response *http.Response) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(response.Header.Get("Content-Encoding"))) {
	case "", "identity":
		return response.Body, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(response.Body)
	case "deflate":
		return zlib.NewReader(response.Body)
	}
	return nil, errors.New("unknown encoding")
}

// joined gives the absolute address of a redirect, "" when it leads to another origin.
func joined(address, location string) string {
	from, err := url.Parse(address)
	if err != nil {
		return ""
	}
	target, err := from.Parse(location)
	if err != nil || target.Scheme != from.Scheme || !strings.EqualFold(originHost(target), originHost(from)) || target.User != nil {
		return ""
	}
	target.Fragment = ""
	return target.String()
}

func originHost(address *url.URL) string {
	port := address.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[address.Scheme]
	}
	return address.Hostname() + ":" + port
}
