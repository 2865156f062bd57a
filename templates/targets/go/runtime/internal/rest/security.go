package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Scheme is one security scheme of the document: it knows its environment variables and where their values go.
type Scheme interface {
	variables() []string
	apply(ctx context.Context, c *Client, out *credentials) error
}

// credentials says where the credentials of one request go.
type credentials struct {
	headers map[string]string
	query   []member
	cookies []member
}

// APIKey is a key in a header, the query or a cookie.
type APIKey struct{ Env, In, Name string }

func (k APIKey) variables() []string { return []string{k.Env} }

func (k APIKey) apply(_ context.Context, c *Client, out *credentials) error {
	value := c.secret(k.Env)
	switch k.In {
	case "query":
		out.query = append(out.query, member{k.Name, value})
	case "cookie":
		out.cookies = append(out.cookies, member{k.Name, value})
	default:
		out.headers[http.CanonicalHeaderKey(k.Name)] = value
	}
	return nil
}

// Bearer is a token in the Authorization header.
type Bearer struct{ Env string }

func (b Bearer) variables() []string { return []string{b.Env} }

func (b Bearer) apply(_ context.Context, c *Client, out *credentials) error {
	out.headers["Authorization"] = "Bearer " + c.secret(b.Env)
	return nil
}

// Basic is user name and password in the Authorization header.
type Basic struct{ UsernameEnv, PasswordEnv string }

func (b Basic) variables() []string { return []string{b.UsernameEnv, b.PasswordEnv} }

func (b Basic) apply(_ context.Context, c *Client, out *credentials) error {
	pair := base64.StdEncoding.EncodeToString([]byte(c.secret(b.UsernameEnv) + ":" + c.secret(b.PasswordEnv)))
	RegisterSecret(pair)
	out.headers["Authorization"] = "Basic " + pair
	return nil
}

// ClientCredentials is a token that is fetched with client id and secret and renewed before it expires.
type ClientCredentials struct {
	IDEnv, SecretEnv, TokenURL string
	Scopes                     []string

	mutex  sync.Mutex
	source oauth2.TokenSource
}

func (o *ClientCredentials) variables() []string { return []string{o.IDEnv, o.SecretEnv} }

func (o *ClientCredentials) apply(ctx context.Context, c *Client, out *credentials) error {
	type fetched struct {
		token *oauth2.Token
		err   error
	}
	answer := make(chan fetched, 1)
	// One fetch serves all waiting calls; a cancelled call must not cancel it for the others.
	go func() {
		token, err := o.tokens(c).Token()
		answer <- fetched{token, err}
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case got := <-answer:
		if got.err != nil {
			return &invalidAnswer{message: "the token endpoint gave no token; check client id, secret and scopes in the " +
				"environment of this server, and that it can be reached", cause: got.err}
		}
		RegisterSecret(got.token.AccessToken)
		out.headers["Authorization"] = "Bearer " + got.token.AccessToken
		return nil
	}
}

// tokens gives the source that keeps a token until shortly before its end.
func (o *ClientCredentials) tokens(c *Client) oauth2.TokenSource {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.source == nil {
		config := clientcredentials.Config{
			ClientID: c.secret(o.IDEnv), ClientSecret: c.secret(o.SecretEnv), TokenURL: o.TokenURL, Scopes: o.Scopes,
			AuthStyle: oauth2.AuthStyleInHeader,
		}
		client := &http.Client{Transport: c.http.Transport, CheckRedirect: c.http.CheckRedirect, Timeout: c.timeout}
		o.source = config.TokenSource(context.WithValue(context.Background(), oauth2.HTTPClient, client))
	}
	return o.source
}

// forget drops the token, because the API refused it.
func (o *ClientCredentials) forget() {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.source = nil
}

// secret looks a credential up by the name of its variable and keeps it out of the logs.
func (c *Client) secret(name string) string {
	value, given := c.credentials[name]
	if !given {
		value = os.Getenv(name)
	}
	value = strings.TrimSpace(value)
	RegisterSecret(value)
	return value
}

// choose takes the first alternative whose credentials are all there. Otherwise it gives the variables to set.
func (c *Client) choose(alternatives [][]string) (schemes []Scheme, missing []string) {
	for _, names := range alternatives {
		var wanted []Scheme
		var lacking []string
		for _, name := range names {
			if scheme, known := c.schemes[name]; known {
				wanted = append(wanted, scheme)
				lacking = append(lacking, c.unset(scheme)...)
			}
		}
		if len(wanted) > 0 && len(lacking) == 0 {
			return wanted, nil
		}
		for _, variable := range lacking {
			if !slices.Contains(missing, variable) {
				missing = append(missing, variable)
			}
		}
	}
	return nil, missing
}

func (c *Client) unset(scheme Scheme) []string {
	return slices.DeleteFunc(scheme.variables(), func(name string) bool { return c.secret(name) != "" })
}

// authorize adds the credentials of the first alternative that is configured; they win over arguments.
func (c *call) authorize(ctx context.Context, client *Client, alternatives [][]string) error {
	c.schemes, c.missing = client.choose(alternatives)
	out := credentials{headers: map[string]string{}}
	for _, scheme := range c.schemes {
		if err := scheme.apply(ctx, client, &out); err != nil {
			return err
		}
	}
	for name, value := range out.headers {
		c.headers.Set(name, value)
	}
	if len(out.query) > 0 {
		address, query, _ := strings.Cut(c.address, "?")
		c.address = address + "?" + strings.Join(replacePairs(strings.Split(query, "&"), out.query), "&")
	}
	if len(out.cookies) > 0 {
		pairs := replacePairs(strings.Split(c.headers.Get("Cookie"), "; "), out.cookies)
		c.headers.Set("Cookie", strings.Join(pairs, "; "))
	}
	return nil
}

// replacePairs takes out pairs with the names of credentials and puts the credentials at the end.
func replacePairs(pairs []string, credentials []member) []string {
	var kept, own []string
	for _, credential := range credentials {
		own = append(own, queryPairs(credential.name, credential.value, format{})...)
	}
	for _, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		taken := slices.ContainsFunc(credentials, func(each member) bool { return escape(each.name, "") == name })
		if pair != "" && !taken {
			kept = append(kept, pair)
		}
	}
	return append(kept, own...)
}
