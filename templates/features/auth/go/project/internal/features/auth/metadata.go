package auth

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"mcp-package/internal/server"
)

// metadataOf is where RFC 9728 (section 3.1) has the metadata of a resource.
func metadataOf(resource string) string {
	address, err := url.Parse(resource)
	if err != nil {
		return ""
	}
	return address.Scheme + "://" + address.Host + metadataPath + strings.TrimRight(address.Path, "/")
}

// routes serve the metadata at both addresses that RFC 9728 allows for /mcp.
func (a *auth) routes(*server.Server) []server.Route {
	serve := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{ // who is gone needs no answer
			"resource":                 a.resource,
			"authorization_servers":    a.servers,
			"scopes_supported":         a.supported(),
			"bearer_methods_supported": []string{"header"},
		})
	}
	return []server.Route{
		{Pattern: "GET " + metadataPath, Handler: serve, Open: true},
		{Pattern: "GET " + metadataPath + "/mcp", Handler: serve, Open: true},
	}
}
