package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Texts for what went wrong with a request: what happened, and what to change. The text of an error of Go may hold
// other people's values and is never used.

var advice = map[int]string{
	400: "Change the arguments.",
	404: "Check the identifiers in the arguments.",
	405: "The API does not offer this operation.",
	409: "It contradicts the present state; look at that first.",
	413: "Send less.",
	422: "Change the arguments.",
}

func timedOut(operation string, limit time.Duration) string {
	return fmt.Sprintf("%s timed out after %g s. Try again later, or ask for less at a time. "+
		"Whether the request had an effect is not known.", operation, limit.Seconds())
}

func isTLS(err error) bool {
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var unknown x509.UnknownAuthorityError
	return errors.As(err, &verification) || errors.As(err, &record) || errors.As(err, &alert) || errors.As(err, &unknown)
}

// isUnreadable finds answers that are no HTTP: net/http has no error value for them.
func isUnreadable(err error) bool {
	text := err.Error()
	return strings.Contains(text, "malformed HTTP") || strings.Contains(text, "malformed MIME") ||
		strings.Contains(text, "server gave HTTP response to HTTPS client")
}

func noAnswer(operation string, err error) string {
	var timeout net.Error
	var dial *net.OpError
	what := "the API closed the connection without an answer."
	switch {
	case isTLS(err):
		what = "no trusted TLS connection to the API. Check the base URL."
	case errors.As(err, &timeout) && timeout.Timeout():
		what = fmt.Sprintf("connecting to the API timed out after %g s.", connectTimeout.Seconds())
	case errors.As(err, &dial) && dial.Op == "dial":
		what = "the API could not be reached. Check the base URL."
	case errors.Is(err, errBrokenBody):
		what = "the answer was cut short or its encoding is broken."
	case isUnreadable(err):
		what = "the answer is not readable as HTTP."
	}
	return operation + " failed: " + what
}

// isPassing says whether the same request may succeed a moment later.
func isPassing(err error) bool {
	var network net.Error
	return !isTLS(err) && !errors.Is(err, context.Canceled) && (errors.As(err, &network) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errBrokenBody))
}

// redirected is for a redirect that is not followed: credentials never go to another origin.
func redirected(operation string, status int) string {
	return fmt.Sprintf("%s answered %d, a redirect to another address, which is not followed. "+
		"If the API has moved, change the base URL in the environment of this server.", operation, status)
}

func tooLarge(limit int64) string {
	return fmt.Sprintf("the answer is too large (limit %g MB); "+
		"ask for less: a smaller page, a narrower filter, or fewer members", float64(limit)/1e6)
}

// refusal is the error for a status of 300 and above.
func (c *Call) refusal(got *Received, wait time.Duration, asked bool) *APIError {
	parts := []string{strings.TrimSpace(fmt.Sprintf("%s answered %d %s", c.Operation, got.Status, http.StatusText(got.Status))) + "."}
	switch {
	case (got.Status == 401 || got.Status == 403) && len(c.missing) > 0:
		parts = append(parts, "Set "+strings.Join(c.missing, " and ")+" in the environment of this server.")
	case got.Status == 401 && len(c.variables()) > 0:
		parts = append(parts, "Check "+strings.Join(c.variables(), " and ")+" in the environment of this server.")
	case got.Status == 403:
		parts = append(parts, "The credentials do not permit this.")
	case asked:
		parts = append(parts, fmt.Sprintf("Retry-After: wait %.0f s before the next try.", wait.Seconds()))
	case got.Status == 429 || got.Status >= 500:
		parts = append(parts, "Try again later.")
	case advice[got.Status] != "":
		parts = append(parts, advice[got.Status])
	}
	details := detailsOf(got)
	if details != nil {
		if text, err := writeJSON(details); err == nil {
			parts = append(parts, "The API says: "+firstRunes(string(text), 1200))
		}
	}
	return &APIError{Status: got.Status, Message: strings.Join(parts, " "), Details: details}
}

func detailsOf(got *Received) map[string]any {
	if !strings.Contains(strings.ToLower(got.Header.Get("Content-Type")), "json") {
		return nil
	}
	parsed, err := parseJSON(got.Body)
	if err != nil {
		return nil
	}
	if list, isList := parsed.([]any); isList {
		parsed = object{{"errors", list}}
	}
	return errorDetails(parsed, 0)
}
