package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Grant is a way to get a token.
type Grant int

// The grants of RFC 6749: a token for the server itself (4.4), by a refresh token of the environment (6), and for the person
// at this machine, who signs in with a browser (4.1).
const (
	ClientCredentials Grant = iota
	RefreshToken
	AuthorizationCode
)

// Endpoints says where tokens are had: two addresses, or the discovery document of OpenID Connect, which names them.
type Endpoints struct{ Token, Authorization, Discovery string }

// OAuth is a bearer token that is fetched when it is needed and renewed before it expires.
type OAuth struct {
	Grant     Grant
	Endpoints Endpoints
	// IDEnv and SecretEnv are the variables of client id and secret, RefreshEnv that of a refresh token.
	IDEnv, SecretEnv, RefreshEnv string
	Scopes                       []string

	mutex   sync.Mutex
	current *oauth2.Token
	known   *Endpoints
	signing *signIn
}

func (o *OAuth) variables() []string {
	switch o.Grant {
	case RefreshToken:
		return []string{o.RefreshEnv}
	case AuthorizationCode:
		return []string{o.IDEnv}
	}
	return []string{o.IDEnv, o.SecretEnv}
}

func (o *OAuth) lacking(c *Client) []string {
	missing := c.unset(o.variables()...)
	if len(missing) == 0 && o.Grant == AuthorizationCode && !c.signIn {
		return []string{o.RefreshEnv}
	}
	return missing
}

func (o *OAuth) header() string { return authorization }

func (o *OAuth) apply(ctx context.Context, c *Client, out *credentials) error {
	type fetched struct {
		token *oauth2.Token
		err   error
	}
	answer := make(chan fetched, 1)
	// One fetch serves all waiting calls; a cancelled call must not cancel it for the others.
	go func() {
		token, err := o.token(c)
		answer <- fetched{token, err}
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case got := <-answer:
		if got.err != nil {
			return got.err
		}
		out.headers[authorization] = "Bearer " + got.token.AccessToken
		return nil
	}
}

// forget drops the token, because the API refused it.
func (o *OAuth) forget() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.current = nil
}

func (o *OAuth) token(c *Client) (*oauth2.Token, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.current.Valid() {
		return o.current, nil
	}
	client := &http.Client{Transport: c.http.Transport, CheckRedirect: c.http.CheckRedirect, Timeout: c.timeout}
	token, err := o.fetch(context.WithValue(context.Background(), oauth2.HTTPClient, client), c)
	if err != nil {
		return nil, err
	}
	RegisterSecret(token.AccessToken)
	RegisterSecret(token.RefreshToken)
	o.current = token
	return token, nil
}

func (o *OAuth) fetch(ctx context.Context, c *Client) (*oauth2.Token, error) {
	if err := o.discover(ctx); err != nil {
		return nil, err
	}
	config := oauth2.Config{
		ClientID: c.secret(o.IDEnv), ClientSecret: c.secret(o.SecretEnv), Scopes: o.Scopes,
		Endpoint: oauth2.Endpoint{
			AuthURL: o.known.Authorization, TokenURL: o.known.Token, AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
	if config.ClientSecret == "" {
		config.Endpoint.AuthStyle = oauth2.AuthStyleInParams // a client without a secret says its id in the body
	}
	switch o.Grant {
	case RefreshToken:
		given := c.secret(o.RefreshEnv)
		digest := sha256.Sum256([]byte(given))
		return refreshed(ctx, config, tokenFileOf(o.RefreshEnv), hex.EncodeToString(digest[:]), given)
	case AuthorizationCode:
		return o.signedIn(ctx, config)
	}
	own := clientcredentials.Config{
		ClientID: config.ClientID, ClientSecret: config.ClientSecret, TokenURL: config.Endpoint.TokenURL,
		Scopes: o.Scopes, AuthStyle: config.Endpoint.AuthStyle,
	}
	token, err := own.Token(ctx)
	return token, noToken(err)
}

// refreshed gets a token by a refresh token. A server that gives a new one with each token makes the old one worthless, so the
// new one is kept, for as long as its owner is the same.
func refreshed(ctx context.Context, config oauth2.Config, file tokenFile, owner, given string) (*oauth2.Token, error) {
	before := file.read(owner)
	if before == "" {
		before = given
	}
	RegisterSecret(before)
	token, err := config.TokenSource(ctx, &oauth2.Token{RefreshToken: before}).Token()
	if err != nil {
		return nil, noToken(err)
	}
	if token.RefreshToken != "" && token.RefreshToken != before {
		keep(file, owner, token.RefreshToken)
	}
	return token, nil
}

// signedIn gets a token for the person: by what was kept of the last time, or by a new sign-in, which the error invites to.
func (o *OAuth) signedIn(ctx context.Context, config oauth2.Config) (*oauth2.Token, error) {
	file, owner := tokenFileOf(o.IDEnv), config.ClientID
	if kept := file.read(owner); kept != "" {
		token, err := refreshed(ctx, config, file, owner, kept)
		var refused *oauth2.RetrieveError
		if err == nil || !errors.As(err, &refused) || refused.Response.StatusCode >= 500 {
			return token, err
		}
		keep(file, owner, "") // it is worthless; the person has to sign in again
	}
	if o.signing == nil || o.signing.over() {
		o.signing = newSignIn(config)
	}
	token, err := o.signing.redeem(ctx)
	if err != nil {
		return nil, err
	}
	o.signing = nil
	if token.RefreshToken != "" {
		keep(file, owner, token.RefreshToken)
	}
	return token, nil
}

func keep(file tokenFile, owner, token string) {
	if err := file.write(owner, token); err != nil {
		slog.Warn("the refresh token cannot be kept; MCP_STATE_DIR names a folder for it")
	}
}

// discover finds the endpoints, once.
func (o *OAuth) discover(ctx context.Context) error {
	if o.known != nil {
		return nil
	}
	found := o.Endpoints
	if found.Discovery != "" {
		var err error
		if found, err = discovered(ctx, found.Discovery); err != nil {
			return err
		}
	}
	for _, address := range []string{found.Token, found.Authorization} {
		if address != "" && !isSafe(address) {
			return &invalidAnswer{message: "the address of an OAuth endpoint is not https"}
		}
	}
	o.known = &found
	return nil
}

// discovered reads the discovery document of OpenID Connect.
func discovered(ctx context.Context, address string) (Endpoints, error) {
	unusable := &invalidAnswer{message: "OpenID Connect discovery could not be read"}
	if !isSafe(address) {
		return Endpoints{}, &invalidAnswer{message: "the address of an OAuth endpoint is not https"}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Endpoints{}, unusable
	}
	client, _ := ctx.Value(oauth2.HTTPClient).(*http.Client)
	response, err := client.Do(request)
	if err != nil {
		unusable.cause = err
		return Endpoints{}, unusable
	}
	defer response.Body.Close()
	var names struct {
		Token         string `json:"token_endpoint"`
		Authorization string `json:"authorization_endpoint"`
	}
	err = json.NewDecoder(io.LimitReader(response.Body, 100_000)).Decode(&names)
	if err != nil || response.StatusCode != http.StatusOK || names.Token == "" {
		return Endpoints{}, unusable
	}
	return Endpoints{Token: names.Token, Authorization: names.Authorization}, nil
}

// isSafe refuses to send secrets in the clear, except to this machine (RFC 6749, 3.2).
func isSafe(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Hostname() == "" {
		return false
	}
	switch parsed.Hostname() {
	case "127.0.0.1", "::1", "localhost":
		return parsed.Scheme == "http" || parsed.Scheme == "https"
	}
	return parsed.Scheme == "https"
}

// noToken is what a caller is told: nothing of the answer is shown, it may hold secrets.
func noToken(err error) error {
	if err == nil {
		return nil
	}
	return &invalidAnswer{message: "the token endpoint gave no token; check client id, secret, tokens and scopes in the " +
		"environment of this server, and that it can be reached", cause: err}
}
