// Package auth makes the server an OAuth 2.1 resource server: who may call which tool.
package auth

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/server"
)

const metadataPath = "/.well-known/oauth-protected-resource"

// auth knows the scopes of tools, and the metadata by which clients find the authorization server.
type auth struct {
	resource    string
	servers     []string
	read, write string
	own         map[string]string // by tool
	usual       []string          // scopes of callers without a JWT
}

// New reads the settings, so that a wrong one is found at the start.
func New(settings server.Settings) (server.Extension, error) {
	r := server.Reader{}
	a := &auth{
		resource: resourceOf(&r, settings),
		servers:  server.List("MCP_AUTHORIZATION_SERVERS"),
		read:     server.Text("MCP_SCOPE_READ", "read"),
		write:    server.Text("MCP_SCOPE_WRITE", "write"),
		own:      readScopes(&r),
		usual:    words(server.Text("MCP_SCOPES", "read")),
	}
	if a.servers == nil && settings.JWT.Issuer != "" {
		a.servers = []string{settings.JWT.Issuer}
	}
	extension := server.Extension{Tool: a.around}
	if a.resource != "" {
		extension.Routes = a.routes
		extension.Challenge = fmt.Sprintf(`, resource_metadata="%s"`, metadataOf(a.resource))
	}
	return extension, r.Err
}

// NotPermitted says which scope a caller lacks.
type NotPermitted struct {
	Scope string
	held  []string
}

func (e *NotPermitted) Error() string {
	held := "none"
	if len(e.held) > 0 {
		held = strings.Join(slices.Sorted(slices.Values(e.held)), ", ")
	}
	return fmt.Sprintf("insufficient_scope: this tool needs the scope %s. The caller has: %s. Ask for a token with that scope.", e.Scope, held)
}

type heldKey struct{}

// Require is for your own tools: it gives a [NotPermitted], unless the caller has the scope.
func Require(ctx context.Context, scope string) error {
	held, _ := ctx.Value(heldKey{}).([]string)
	return demand(scope, held)
}

func demand(scope string, held []string) error {
	if slices.Contains(held, scope) {
		return nil
	}
	return &NotPermitted{scope, held}
}

// around lets a call through when the caller has the scope of the tool.
func (a *auth) around(next server.ToolHandler) server.ToolHandler {
	return func(ctx context.Context, call *server.ToolCall) (*mcp.CallToolResult, error) {
		held := a.scopesOf(server.Claims(ctx))
		if err := demand(a.scopeFor(call), held); err != nil {
			return server.ErrorResult(err.Error()), nil
		}
		return next(context.WithValue(ctx, heldKey{}, held), call)
	}
}

func (a *auth) scopeFor(call *server.ToolCall) string {
	if own, known := a.own[call.Name]; known {
		return own
	}
	if call.ReadOnly {
		return a.read
	}
	return a.write
}

// scopesOf are the scopes of the JWT, in scope or scp, else those of MCP_SCOPES.
func (a *auth) scopesOf(claims map[string]any) []string {
	if len(claims) == 0 {
		return a.usual
	}
	said, known := claims["scope"]
	if !known {
		said = claims["scp"]
	}
	switch said := said.(type) {
	case string:
		return strings.Fields(said)
	case []any:
		var scopes []string
		for _, each := range said {
			scopes = append(scopes, fmt.Sprint(each))
		}
		return scopes
	}
	return nil
}

func words(text string) []string { return strings.Fields(strings.ReplaceAll(text, ",", " ")) }

// resourceOf is the address of this server as clients know it; "" where it is not configured.
func resourceOf(r *server.Reader, settings server.Settings) string {
	address := server.Text("MCP_RESOURCE_URL", "")
	if address == "" {
		return ""
	}
	parsed, err := url.Parse(address)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" || parsed.Fragment != "" || parsed.RawQuery != "" {
		r.Fail("MCP_RESOURCE_URL must be an address like https://mcp.example.com/mcp")
	}
	if audience := settings.JWT.Audience; audience != "" && audience != address {
		r.Fail("MCP_JWT_AUDIENCE must be the same as MCP_RESOURCE_URL")
	}
	return address
}

// readScopes reads delete_book=admin,list_books=public.
func readScopes(r *server.Reader) map[string]string {
	own := map[string]string{}
	for _, part := range server.List("MCP_TOOL_SCOPES") {
		name, scope, _ := strings.Cut(part, "=")
		name, scope = strings.TrimSpace(name), strings.TrimSpace(scope)
		if name == "" || scope == "" {
			r.Fail("MCP_TOOL_SCOPES must be like delete_book=admin,list_books=public")
		}
		own[name] = scope
	}
	return own
}

// supported are all scopes that some tool may need.
func (a *auth) supported() []string {
	all := slices.Concat([]string{a.read, a.write}, slices.Collect(maps.Values(a.own)))
	slices.Sort(all)
	return slices.Compact(all)
}

