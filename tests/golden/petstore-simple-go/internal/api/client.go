// Package api is the client of Swagger Petstore: a method per operation, and what it answers.
package api

import (
	"mcp-petstore/internal/rest"
)

// Client calls Swagger Petstore.
type Client struct{ *rest.Client }

// NewClient reads the environment; credentials win over variables of the same names. The error is a
// [rest.SettingsError].
func NewClient(credentials map[string]string) (*Client, error) {
	client, err := rest.NewClient(rest.Config{
		BaseURL:     "http://petstore.swagger.io/api",
		EnvPrefix:   "PETSTORE",
		UserAgent:   "mcp-petstore",
		Credentials: credentials,
	})
	if err != nil {
		return nil, err
	}
	return &Client{client}, nil
}
