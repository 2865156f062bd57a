package server

import (
	"context"
	"crypto"
	"crypto/subtle"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"

	"mcp-package/internal/rest"
)

var algorithms = []string{"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"}

// tokenCheck says who may talk to this server over HTTP: whoever has its token, or a JWT of its issuer.
type tokenCheck struct {
	token  string
	parser *jwt.Parser // nil where no JWT is accepted
	keys   func() (jwt.Keyfunc, error)
}

func newTokenCheck(ctx context.Context, settings Settings) (*tokenCheck, error) {
	check := &tokenCheck{token: settings.ServerToken}
	wanted := settings.JWT
	if wanted.KeysURL == "" && wanted.PublicKey == "" {
		return check, nil
	}
	options := []jwt.ParserOption{
		jwt.WithValidMethods(algorithms), jwt.WithAudience(wanted.Audience), jwt.WithExpirationRequired(),
	}
	if wanted.Issuer != "" {
		options = append(options, jwt.WithIssuer(wanted.Issuer))
	}
	check.parser = jwt.NewParser(options...)
	if wanted.KeysURL == "" {
		key, err := publicKey(wanted.PublicKey)
		check.keys = func() (jwt.Keyfunc, error) { return func(*jwt.Token) (any, error) { return key, nil }, nil }
		return check, err
	}
	// The issuer's keys are fetched with the first token, and renewed in the background.
	check.keys = sync.OnceValues(func() (jwt.Keyfunc, error) {
		keys, err := keyfunc.NewDefaultCtx(ctx, []string{wanted.KeysURL})
		if err != nil {
			return nil, err
		}
		return keys.Keyfunc, nil
	})
	return check, nil
}

func publicKey(text string) (crypto.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block != nil {
		if key, err := x509.ParsePKIXPublicKey(block.Bytes); err == nil {
			return key, nil
		}
	}
	return nil, &rest.SettingsError{Problem: "MCP_JWT_PUBLIC_KEY must be a public key as PEM text"}
}

// required says whether clients have to send a token at all.
func (c *tokenCheck) required() bool { return c.token != "" || c.parser != nil }

// accepts says whether the header carries a valid token, and what a JWT says. The comparison takes constant time.
func (c *tokenCheck) accepts(authorization string) (claims map[string]any, valid bool) {
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "bearer") || token == "" {
		return nil, false
	}
	if c.token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(c.token)) == 1 {
		return nil, true
	}
	if c.parser == nil {
		return nil, false
	}
	claims, err := c.verify(token)
	if err != nil {
		slog.Info("token refused", "kind", fmt.Sprintf("%T", errors.Unwrap(err)))
		return nil, false
	}
	return claims, true
}

// verify checks signature, expiry, audience and issuer.
func (c *tokenCheck) verify(token string) (jwt.MapClaims, error) {
	keys, err := c.keys()
	if err != nil {
		return nil, err
	}
	claims := jwt.MapClaims{}
	_, err = c.parser.ParseWithClaims(token, claims, keys)
	return claims, err
}

type claimsKey struct{}

// WithClaims says for a call what the token of its caller says.
func WithClaims(ctx context.Context, claims map[string]any) context.Context {
	return context.WithValue(ctx, claimsKey{}, claims)
}

// Claims are what the token of the caller says; nil for callers without a JWT.
func Claims(ctx context.Context) map[string]any {
	claims, _ := ctx.Value(claimsKey{}).(map[string]any)
	return claims
}
