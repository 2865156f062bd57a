package server

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// guard answers 429, 401, 421 and 403 before a body is read.
//
// A client is its address, or its token once that was found valid: nobody gets a new limit by inventing tokens, and
// guessing tokens is limited by address.
type guard struct {
	tokens    *tokenCheck
	limiter   Limiter
	challenge string
	hosts     []string
	origins   []string
	proxies   []string
}

// before stands before a handler.
func (g *guard) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { g.serve(w, request, next) })
}

func (g *guard) serve(w http.ResponseWriter, request *http.Request, next http.Handler) {
	ctx := request.Context()
	client := clientOf(request, g.proxies)
	if g.tokens.required() {
		if wait := g.limiter.Wait(ctx, client); wait > 0 {
			tooMany(w, wait)
			return
		}
		authorization := request.Header.Get("Authorization")
		claims, valid := g.tokens.accepts(authorization)
		if !valid {
			g.limiter.Take(ctx, client)
			g.unauthorized(w)
			return
		}
		request = request.WithContext(WithClaims(ctx, claims))
		digest := sha256.Sum256([]byte(authorization))
		client = hex.EncodeToString(digest[:])
	}
	if wait := g.limiter.Take(ctx, client); wait > 0 {
		tooMany(w, wait)
		return
	}
	g.serveKnown(w, request, next)
}

// serveKnown serves requests for the names that this server has, from pages that it trusts: a browser can be made to send
// others (DNS rebinding).
func (g *guard) serveKnown(w http.ResponseWriter, request *http.Request, next http.Handler) {
	origin := request.Header.Get("Origin")
	switch {
	case !matches(g.hosts, request.Host):
		http.Error(w, "Invalid Host header", http.StatusMisdirectedRequest)
	case origin != "" && !matches(g.origins, origin):
		http.Error(w, "Invalid Origin header", http.StatusForbidden)
	default:
		next.ServeHTTP(w, request)
	}
}

// matches compares with entries like example.com, example.com:8000 and, for any port, example.com:*.
func matches(entries []string, value string) bool {
	value = strings.ToLower(value)
	return slices.ContainsFunc(entries, func(entry string) bool {
		before, anyPort := strings.CutSuffix(strings.ToLower(entry), ":*")
		if !anyPort {
			return value == strings.ToLower(entry)
		}
		port, found := strings.CutPrefix(value, before+":")
		_, err := strconv.ParseUint(port, 10, 16)
		return found && err == nil
	})
}

// newGuard lets through loopback names, the address itself, and what is configured.
func newGuard(tokens *tokenCheck, settings Settings, extensions []Extension) *guard {
	names := []string{"127.0.0.1", "localhost", "[::1]"}
	switch settings.Host {
	case "0.0.0.0", "::", "::1", "127.0.0.1", "localhost", "":
	default:
		names = append(names, hostName(settings.Host))
	}
	var hosts, origins []string
	for _, name := range names {
		hosts = append(hosts, name, name+":*")
		origins = append(origins, "http://"+name, "http://"+name+":*")
	}
	g := &guard{
		tokens: tokens, limiter: NewLimiter(settings.Rate, settings.Burst),
		hosts: append(hosts, settings.AllowedHosts...), origins: append(origins, settings.AllowedOrigins...),
		proxies: settings.TrustedProxies,
	}
	for _, each := range extensions {
		g.challenge += each.Challenge
		if each.Limiter != nil {
			g.limiter = each.Limiter
		}
	}
	return g
}

func hostName(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

func tooMany(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	writeJSON(w, http.StatusTooManyRequests, `{"error": "Too many requests: rate limit reached."}`)
}

func (g *guard) unauthorized(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`+g.challenge)
	writeJSON(w, http.StatusUnauthorized, `{"error": "invalid_token", "error_description": "A valid bearer token is needed."}`)
}

// writeJSON answers without waiting for a body that is not wanted: the connection ends with a refusal.
func writeJSON(w http.ResponseWriter, status int, body string) {
	if status >= http.StatusBadRequest {
		w.Header().Set("Connection", "close")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body + "\n")) // who is gone needs no answer
}
