package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"mcp-package/internal/features/featuretest"
	"mcp-package/internal/server"
)

const resource = "https://mcp.example.com/mcp"

// issuer makes tokens that the server of the test accepts.
func issuer(t *testing.T) func(claims jwt.MapClaims) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("MCP_JWT_PUBLIC_KEY", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})))
	t.Setenv("MCP_JWT_AUDIENCE", resource)
	t.Setenv("MCP_JWT_ISSUER", "https://id.example.com")
	return func(claims jwt.MapClaims) string {
		all := jwt.MapClaims{"aud": resource, "iss": "https://id.example.com", "exp": time.Now().Add(time.Hour).Unix()}
		maps.Copy(all, claims)
		token, err := jwt.NewWithClaims(jwt.SigningMethodES256, all).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + token
	}
}

func TestScopesOfTokens(t *testing.T) {
	token := issuer(t)
	t.Setenv("MCP_TOOL_SCOPES", "add_book=books:admin")
	served := featuretest.Serve(t, New)
	cases := []struct {
		tool   string
		claims jwt.MapClaims
		says   string
	}{
		{"get_book", jwt.MapClaims{"scope": "read write"}, "Emma"},
		{"get_book", jwt.MapClaims{"scp": []string{"read"}}, "Emma"},
		{"get_book", jwt.MapClaims{"scope": "other"}, "insufficient_scope: this tool needs the scope read. The caller has: other."},
		{"get_book", jwt.MapClaims{"sub": "somebody"}, "The caller has: none."},
		{"add_book", jwt.MapClaims{"scope": "read write"}, "needs the scope books:admin. The caller has: read, write."},
		{"add_book", jwt.MapClaims{"scope": "books:admin"}, "Emma"},
	}
	for _, each := range cases {
		arguments := map[string]string{"get_book": `{"id": 1}`, "add_book": `{}`}[each.tool]
		got := served.Call(each.tool, arguments, "Authorization", token(each.claims))
		if got.Status != http.StatusOK || !strings.Contains(got.Text, each.says) {
			t.Errorf("%s with %v: %d %s", each.tool, each.claims, got.Status, got.Text)
		}
	}
}

func TestCallersWithoutATokenReadOnly(t *testing.T) {
	served := featuretest.Serve(t, New)
	if got := served.Call("get_book", `{"id": 1}`); !strings.Contains(got.Text, "Emma") {
		t.Error(got.Text)
	}
	if got := served.Call("add_book", `{}`); !strings.Contains(got.Text, "insufficient_scope") || !strings.Contains(got.Text, `"isError":true`) {
		t.Error(got.Text)
	}
	t.Setenv("MCP_SCOPES", "read, write")
	if got := featuretest.Serve(t, New).Call("add_book", `{}`); !strings.Contains(got.Text, "Emma") {
		t.Error(got.Text)
	}
}

func TestMetadata(t *testing.T) {
	issuer(t)
	t.Setenv("MCP_RESOURCE_URL", resource)
	served := featuretest.Serve(t, New)
	refused := served.Call("get_book", `{"id": 1}`)
	want := `Bearer error="invalid_token", resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"`
	if refused.Status != http.StatusUnauthorized || refused.Header.Get("WWW-Authenticate") != want {
		t.Error(refused.Status, refused.Header)
	}
	for _, path := range []string{metadataPath, metadataPath + "/mcp"} {
		got := served.Get(path)
		for _, part := range []string{
			`"resource":"` + resource + `"`, `"authorization_servers":["https://id.example.com"]`,
			`"scopes_supported":["read","write"]`, `"bearer_methods_supported":["header"]`,
		} {
			if got.Status != http.StatusOK || !strings.Contains(got.Text, part) {
				t.Errorf("%s: %d %s", path, got.Status, got.Text)
			}
		}
	}
}

func TestWithoutAnAddressThereAreNoMetadata(t *testing.T) {
	if got := featuretest.Serve(t, New).Get(metadataPath); got.Status != http.StatusNotFound {
		t.Error(got.Status)
	}
}

func TestOwnToolsAskForScopes(t *testing.T) {
	extension, err := New(server.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	var refusal error
	handler := extension.Tool(func(ctx context.Context, _ *server.ToolCall) (*mcp.CallToolResult, error) {
		refusal = errors.Join(Require(ctx, "read"), Require(ctx, "books:admin"))
		return &mcp.CallToolResult{}, nil
	})
	if _, err := handler(t.Context(), &server.ToolCall{Name: "own", ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	var lacking *NotPermitted
	if !errors.As(refusal, &lacking) || lacking.Scope != "books:admin" {
		t.Error(refusal)
	}
}

func TestSettings(t *testing.T) {
	wrong := map[string]string{"MCP_RESOURCE_URL": "mcp.example.com", "MCP_TOOL_SCOPES": "delete_book"}
	for name, value := range wrong {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if _, err := New(server.Settings{}); err == nil {
				t.Error("a wrong setting was taken")
			}
		})
	}
	t.Setenv("MCP_RESOURCE_URL", resource)
	if _, err := New(server.Settings{JWT: server.JWTSettings{Audience: "https://other.example.com"}}); err == nil {
		t.Error("tokens for somebody else would be taken")
	}
}
