package server

import (
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"

	"mcp-package/internal/rest"
)

// Settings is what the environment says about this server.
type Settings struct {
	// Transport is stdio or http (MCP_TRANSPORT).
	Transport string
	// Host and Port are what HTTP listens on (MCP_HOST, MCP_PORT).
	Host string
	Port int
	// Tools is static, dynamic, or "" for what the project says (MCP_TOOLS).
	Tools string
	// Extras are arguments beyond those of the document, max_items and fields (MCP_EXTRA_ARGUMENTS).
	Extras []string
	// PassThrough are headers of callers that go on to the API (MCP_PASS_THROUGH_AUTH).
	PassThrough []string
	// LogLevel is MCP_LOG_LEVEL.
	LogLevel slog.Level
	// MaxResponseBytes is the most bytes of one answer to a client (MCP_MAX_RESPONSE_BYTES).
	MaxResponseBytes int
	// Rate is requests per second and client, 0 for no limit; Burst is how many at once (MCP_RATE_LIMIT, 50 or 50/100).
	Rate, Burst float64
	// AllowedHosts and AllowedOrigins are served besides the loopback ones (MCP_ALLOWED_HOSTS, MCP_ALLOWED_ORIGINS).
	AllowedHosts, AllowedOrigins []string
	// TrustedProxies may say who the client is (FORWARDED_ALLOW_IPS).
	TrustedProxies []string
	// ServerToken is the bearer token that clients must send (MCP_SERVER_TOKEN).
	ServerToken string
	// JWT says which tokens of an issuer are accepted.
	JWT JWTSettings
}

// JWTSettings names keys, issuer and audience of JWT bearer tokens (MCP_JWT_…).
type JWTSettings struct{ KeysURL, PublicKey, Issuer, Audience string }

// IsDynamic says how tools are offered: as MCP_TOOLS says, else as the project does.
func (s Settings) IsDynamic(usual bool) bool {
	if s.Tools == "" {
		return usual
	}
	return s.Tools == "dynamic"
}

var levels = map[string]slog.Level{
	"DEBUG": slog.LevelDebug, "INFO": slog.LevelInfo, "WARNING": slog.LevelWarn, "ERROR": slog.LevelError,
	"CRITICAL": slog.LevelError,
}

// ReadSettings reads the environment. The error is a [rest.SettingsError].
func ReadSettings() (Settings, error) {
	r := Reader{}
	settings := Settings{
		Transport:        r.transport(),
		Host:             Text("MCP_HOST", "127.0.0.1"),
		Port:             int(r.Number("MCP_PORT", 8000, 65535)),
		Tools:            r.OneOf("MCP_TOOLS", "", "static", "dynamic"),
		MaxResponseBytes: int(r.Number("MCP_MAX_RESPONSE_BYTES", 1_000_000, 1e12)),
		AllowedHosts:     List("MCP_ALLOWED_HOSTS"),
		AllowedOrigins:   List("MCP_ALLOWED_ORIGINS"),
		TrustedProxies:   listOr("FORWARDED_ALLOW_IPS", "127.0.0.1"),
		ServerToken:      Text("MCP_SERVER_TOKEN", ""),
		JWT: JWTSettings{
			KeysURL:   Text("MCP_JWT_JWKS_URL", ""),
			PublicKey: strings.ReplaceAll(Text("MCP_JWT_PUBLIC_KEY", ""), `\n`, "\n"),
			Issuer:    Text("MCP_JWT_ISSUER", ""),
			Audience:  Text("MCP_JWT_AUDIENCE", ""),
		},
	}
	settings.Extras = r.extras()
	settings.PassThrough = r.passThrough(settings.ServerToken != "" || settings.JWT.KeysURL != "" || settings.JWT.PublicKey != "")
	settings.LogLevel = levels[r.OneOf("MCP_LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")]
	settings.Rate, settings.Burst = r.rate(Text("MCP_RATE_LIMIT", "50/100"))
	if (settings.JWT.KeysURL != "" || settings.JWT.PublicKey != "") && settings.JWT.Audience == "" {
		r.Fail("MCP_JWT_AUDIENCE is needed to check JWT bearer tokens")
	}
	rest.RegisterSecret(settings.ServerToken)
	return settings, r.Err
}

// Reader reads settings of the environment and keeps the first thing that is wrong.
type Reader struct{ Err error }

// Fail says what is wrong.
func (r *Reader) Fail(problem string) {
	if r.Err == nil {
		r.Err = &rest.SettingsError{Problem: problem}
	}
}

// Text reads a variable; what is empty counts as left out.
func Text(name, usual string) string {
	if value := strings.TrimSpace(os.Getenv(name)); value != "" {
		return value
	}
	return usual
}

// List reads parts with commas between them.
func List(name string) []string {
	var parts []string
	for part := range strings.SplitSeq(os.Getenv(name), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func listOr(name string, usual ...string) []string {
	if list := List(name); list != nil {
		return list
	}
	return usual
}

// transport reads stdio or http, which is also called streamable-http.
func (r *Reader) transport() string {
	if strings.EqualFold(Text("MCP_TRANSPORT", ""), "sse") {
		r.Fail("MCP_TRANSPORT=sse asks for the HTTP+SSE transport, deprecated since revision 2025-03-26 of MCP and not served; use http")
		return "stdio"
	}
	if r.OneOf("MCP_TRANSPORT", "stdio", "http", "streamable-http") == "stdio" {
		return "stdio"
	}
	return "http"
}

// extras reads names with commas, or all.
func (r *Reader) extras() []string {
	var names []string
	for _, name := range List("MCP_EXTRA_ARGUMENTS") {
		switch name = strings.ToLower(name); {
		case name == "all":
			return extraArguments
		case slices.Contains(extraArguments, name):
			names = append(names, name)
		default:
			r.Fail("MCP_EXTRA_ARGUMENTS may name " + strings.Join(extraArguments, ", ") + ", or all")
		}
	}
	return names
}

// passThrough reads names of headers; a plain yes is Authorization.
func (r *Reader) passThrough(guarded bool) []string {
	var names []string
	for _, name := range List("MCP_PASS_THROUGH_AUTH") {
		switch strings.ToLower(name) {
		case "1", "true", "yes", "on":
			name = "Authorization"
		}
		if guarded && strings.EqualFold(name, "Authorization") {
			r.Fail("MCP_PASS_THROUGH_AUTH cannot pass on Authorization while clients send the token of this server in it; " +
				"name another header")
		}
		names = append(names, name)
	}
	return names
}

// Number reads a number greater than zero.
func (r *Reader) Number(name string, usual, most float64) float64 {
	value := Text(name, "")
	if value == "" {
		return usual
	}
	parsed, err := strconv.ParseFloat(value, 64)
	if err != nil || !(parsed > 0 && parsed <= most) {
		r.Fail(name + " must be a number greater than 0")
	}
	return parsed
}

// OneOf reads one of some words, whatever their case; the first is the usual one.
func (r *Reader) OneOf(name string, words ...string) string {
	value := Text(name, words[0])
	for _, word := range words {
		if strings.EqualFold(word, value) {
			return word
		}
	}
	r.Fail(name + " must be one of: " + strings.TrimPrefix(strings.Join(words, ", "), ", "))
	return words[0]
}

// rate reads rate or rate/burst; the burst is twice the rate when left out. 0 or off: no limit.
func (r *Reader) rate(value string) (rate, burst float64) {
	first, second, both := strings.Cut(value, "/")
	if first = strings.TrimSpace(first); strings.EqualFold(first, "off") {
		first = "0"
	}
	rate, err := strconv.ParseFloat(first, 64)
	burst = 2 * rate
	if second = strings.TrimSpace(second); both && second != "" && err == nil {
		burst, err = strconv.ParseFloat(second, 64)
	}
	if err != nil || !(rate >= 0 && rate < 1e9) || !(burst >= 0 && burst < 1e9) || (rate > 0 && burst < 1) {
		r.Fail("MCP_RATE_LIMIT must be requests per second, like 50 or 50/100, or off")
	}
	return rate, burst
}
