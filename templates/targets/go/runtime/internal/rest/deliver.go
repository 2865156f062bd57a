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

// prepare writes URL, headers and body.
func (c *Client) prepare(r *Request) (*Call, error) {
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
	out := &Call{Operation: r.operation(), Method: r.method, Address: address, Headers: http.Header{}, MaxTries: maxTries}
	out.Headers.Set("User-Agent", c.userAgent)
	out.Headers.Set("Accept", "*/*")
	if r.accept != "" {
		out.Headers.Set("Accept", r.accept+", */*;q=0.1")
	}
	for _, header := range r.headers {
		out.Headers.Set(header.name, fmt.Sprint(header.value))
	}
	if len(r.cookies) > 0 {
		out.Headers.Set("Cookie", strings.Join(r.cookies, "; "))
	}
	mediaType, body, err := r.body.write()
	if err != nil {
		return nil, err
	}
	if body != nil {
		out.Headers.Set("Content-Type", mediaType)
		out.Body = body
	}
	return out, nil
}

// repeat sends until there is a good answer, or no reason to hope for one.
func (c *Client) repeat(ctx context.Context, prepared *Call) (*Received, error) {
	for attempt := 1; ; attempt++ {
		prepared.Tries = attempt
		got, err := c.follow(ctx, prepared)
		if err != nil {
			var api *APIError
			var invalid *invalidAnswer
			if errors.As(err, &api) || errors.As(err, &invalid) || ctx.Err() != nil {
				return nil, err
			}
			// Connections that break are tried once more, answers that say "later" twice.
			if attempt >= min(2, prepared.MaxTries) || !mayRepeat(prepared.Method, prepared.Headers, 0) || !isPassing(err) {
				return nil, &APIError{Message: noAnswer(prepared.Operation, err), cause: err}
			}
			if err := pause(ctx, backoff(attempt)); err != nil {
				return nil, err
			}
			continue
		}
		if got.Status < 300 || got.Status == http.StatusNotModified {
			return got, nil
		}
		wait, asked := retryAfter(got.Header.Get("Retry-After"))
		if !asked {
			wait = backoff(attempt)
		}
		deadline, _ := ctx.Deadline()
		inTime := wait <= maxWait && time.Until(deadline) > wait
		if attempt >= prepared.MaxTries || !inTime || !mayRepeat(prepared.Method, prepared.Headers, got.Status) {
			prepared.forgetTokens(got.Status)
			return nil, prepared.refusal(got, wait, asked)
		}
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (c *Call) forgetTokens(status int) {
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
func (c *Client) follow(ctx context.Context, prepared *Call) (*Received, error) {
	method, address, body := prepared.Method, prepared.Address, prepared.Body
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
			return nil, &APIError{Status: got.Status, Message: redirected(prepared.Operation, got.Status)}
		}
		if got.Status == http.StatusSeeOther {
			method, body = http.MethodGet, nil
		}
	}
}

// exchange sends one request. The location is set for a redirect.
func (c *Client) exchange(ctx context.Context, prepared *Call, method, address string, body []byte) (*Received, string, error) {
	request, err := newHTTPRequest(ctx, method, address, body)
	if err != nil {
		return nil, "", err
	}
	request.Header = prepared.Headers.Clone()
	if body == nil {
		request.Header.Del("Content-Type")
	}
	if mayRepeat(method, request.Header, 0) {
		sendOnce(request)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	got := &Received{Status: response.StatusCode, Header: response.Header}
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
	got.Body, err = readCapped(response, limit)
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

// sendOnce keeps net/http from sending a request again by itself when a kept connection breaks: repeat counts the tries.
// A body that cannot be had twice is what it takes, so a request without one gets one of no bytes, which changes nothing of
// what HTTP/1.1 sends.
func sendOnce(request *http.Request) {
	request.GetBody = nil
	if request.Body == nil {
		request.Body, request.TransferEncoding = io.NopCloser(strings.NewReader("")), []string{"identity"}
	}
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
