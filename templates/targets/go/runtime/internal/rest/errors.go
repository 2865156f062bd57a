package rest

import (
	"errors"
	"fmt"
)

// ArgumentError is an argument that cannot be sent. No request was made.
type ArgumentError struct {
	Name    string
	Problem string
}

func (e *ArgumentError) Error() string { return fmt.Sprintf("Argument %s: %s.", e.Name, e.Problem) }

// APIError says that the API refused, failed, or could not be reached. Its text is meant for the model that called the
// tool, and holds no secret.
type APIError struct {
	// Status is the HTTP status; 0 when there was no answer.
	Status int
	// Message says what happened and what to do.
	Message string
	// Details are the members of the error's body that describe the problem, redacted and capped.
	Details map[string]any
	cause   error
}

func (e *APIError) Error() string { return e.Message }

// Unwrap gives what lay behind it. Its text may hold other people's values: log its type only.
func (e *APIError) Unwrap() error { return e.cause }

// Category says who has to act: the caller, the API, or the caller's data against the API's rules.
func (e *APIError) Category() string {
	switch e.Status {
	case 402, 409, 410, 412, 422, 423, 424, 428:
		return "business_error"
	}
	if e.Status >= 400 && e.Status < 500 {
		return "client_error"
	}
	return "server_error"
}

// SettingsError is an environment variable with a value that cannot be used.
type SettingsError struct{ Problem string }

func (e *SettingsError) Error() string { return e.Problem }

// invalidAnswer is an answer that cannot be used; the client turns it into an APIError that names the operation.
type invalidAnswer struct {
	status  int
	message string
	cause   error
}

func (e *invalidAnswer) Error() string { return e.message }
func (e *invalidAnswer) Unwrap() error { return e.cause }

// jsonText is a value that is already settled to be written as one JSON text.
func jsonText(value any) any {
	text, err := writeJSON(value)
	if err != nil {
		return ""
	}
	return string(text)
}

var errTooLarge = errors.New("too large")
