// Package api is the client of Bookshop: a method per operation, and what it answers.
package api

import (
	"mcp-bookshop/internal/rest"
)

// Client calls Bookshop.
type Client struct{ *rest.Client }

// NewClient reads the environment; credentials win over variables of the same names. The error is a
// [rest.SettingsError].
func NewClient(credentials map[string]string) (*Client, error) {
	client, err := rest.NewClient(rest.Config{
		BaseURL:   "https://bookshop.example.com/v1",
		EnvPrefix: "BOOKSHOP",
		UserAgent: "mcp-bookshop",
		Schemes: map[string]rest.Scheme{
			"shop_token": rest.Bearer{Env: "BOOKSHOP_API_TOKEN"},
		},
		Security:    [][]string{{"shop_token"}},
		Credentials: credentials,
	})
	if err != nil {
		return nil, err
	}
	return &Client{client}, nil
}
