package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"os"
	"slices"
	"strings"
)

const authorization = "Authorization"

// Scheme is one security scheme of the document: it knows its environment variables and where their values go.
type Scheme interface {
	variables() []string
	// lacking are the variables without which it cannot be used.
	lacking(c *Client) []string
	// header is the one that it fills; "" for none.
	header() string
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

func (k APIKey) lacking(c *Client) []string { return c.unset(k.Env) }

func (k APIKey) header() string {
	if k.In == "header" {
		return http.CanonicalHeaderKey(k.Name)
	}
	return ""
}

func (k APIKey) apply(_ context.Context, c *Client, out *credentials) error {
	value := c.secret(k.Env)
	switch k.In {
	case "query":
		out.query = append(out.query, member{k.Name, value})
	case "cookie":
		out.cookies = append(out.cookies, member{k.Name, value})
	default:
		out.headers[k.header()] = value
	}
	return nil
}

// Bearer is a token in the Authorization header.
type Bearer struct{ Env string }

func (b Bearer) variables() []string { return []string{b.Env} }

func (b Bearer) lacking(c *Client) []string { return c.unset(b.Env) }

func (b Bearer) header() string { return authorization }

func (b Bearer) apply(_ context.Context, c *Client, out *credentials) error {
	out.headers[authorization] = "Bearer " + c.secret(b.Env)
	return nil
}

// Basic is user name and password in the Authorization header.
type Basic struct{ UsernameEnv, PasswordEnv string }

func (b Basic) variables() []string { return []string{b.UsernameEnv, b.PasswordEnv} }

func (b Basic) lacking(c *Client) []string { return c.unset(b.UsernameEnv, b.PasswordEnv) }

func (b Basic) header() string { return authorization }

func (b Basic) apply(_ context.Context, c *Client, out *credentials) error {
	pair := base64.StdEncoding.EncodeToString([]byte(c.secret(b.UsernameEnv) + ":" + c.secret(b.PasswordEnv)))
	RegisterSecret(pair)
	out.headers[authorization] = "Basic " + pair
	return nil
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

// choose takes the first alternative whose credentials are all there, or are passed on from the caller. Otherwise it gives
// the variables to set.
func (c *Client) choose(alternatives [][]string, passed http.Header) (schemes []Scheme, missing []string) {
	for _, names := range alternatives {
		wanted := c.known(names)
		var lacking []string
		for _, scheme := range asked(wanted) {
			if passed.Get(scheme.header()) == "" {
				lacking = append(lacking, scheme.lacking(c)...)
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

func (c *Client) known(names []string) []Scheme {
	var schemes []Scheme
	for _, name := range names {
		if scheme, known := c.schemes[name]; known {
			schemes = append(schemes, scheme)
		}
	}
	return schemes
}

// asked leaves out client certificates beside other schemes: a proxy on the way to the API often adds them.
func asked(wanted []Scheme) []Scheme {
	others := slices.DeleteFunc(slices.Clone(wanted), func(scheme Scheme) bool {
		_, isCertificate := scheme.(MutualTLS)
		return isCertificate
	})
	if len(others) == 0 {
		return wanted
	}
	return others
}

func (c *Client) unset(variables ...string) []string {
	return slices.DeleteFunc(variables, func(name string) bool { return c.secret(name) != "" })
}

// authorize adds the credentials of the first alternative that is configured; they win over arguments.
func (c *Call) authorize(ctx context.Context, client *Client, alternatives [][]string) error {
	passed := passedOn(ctx)
	c.schemes, c.missing = client.choose(alternatives, passed)
	out := credentials{headers: map[string]string{}}
	for _, scheme := range c.schemes {
		if value := passed.Get(scheme.header()); value != "" {
			out.headers[scheme.header()] = value
			continue
		}
		if err := scheme.apply(ctx, client, &out); err != nil {
			return err
		}
	}
	for name, value := range out.headers {
		c.Headers.Set(name, value)
	}
	if len(out.query) > 0 {
		address, query, _ := strings.Cut(c.Address, "?")
		c.Address = address + "?" + strings.Join(replacePairs(strings.Split(query, "&"), out.query), "&")
	}
	if len(out.cookies) > 0 {
		pairs := replacePairs(strings.Split(c.Headers.Get("Cookie"), "; "), out.cookies)
		c.Headers.Set("Cookie", strings.Join(pairs, "; "))
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
