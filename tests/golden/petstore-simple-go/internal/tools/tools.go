// Package tools has the tools of Swagger Petstore, and those written by hand.
package tools

import (
	_ "embed"
	"maps"

	"mcp-petstore/internal/api"
	"mcp-petstore/internal/server"
)

// version is what clients see; the build sets it.
var version = "0.1.0"

// catalog holds names, descriptions and input schemas, as clients see them.
//
//go:embed tools.json
var catalog []byte

// New makes the server. The error says which setting cannot be used.
func New(settings server.Settings) (*server.Server, error) {
	client, err := api.NewClient(nil)
	if err != nil {
		return nil, err
	}
	s, err := server.New(server.Options{
		Name:     "petstore",
		Title:    "Swagger Petstore",
		Version:  version,
		Catalog:  catalog,
		Handlers: handlers(client),
		Settings: settings,
	})
	if err != nil {
		return nil, err
	}
	addCustomTools(s.MCP, client)
	return s, nil
}

// handlers gives every tool by its name.
func handlers(client *api.Client) map[string]server.Handler {
	all := map[string]server.Handler{}
	maps.Copy(all, allTools(client))
	return all
}
