package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

const connectTimeout = 5 * time.Second

// maxBytes is the longest answer that is read, after decompression.
const maxBytes = 10_000_000

const maxConnections = 100

// receiveBuffer is small: the system would otherwise take in megabytes that nobody is going to read.
const receiveBuffer = 1 << 20

// Config is what the generated client knows of its API.
type Config struct {
	// BaseURL is the document's server.
	BaseURL string
	// EnvPrefix starts the names of the variables: {prefix}_BASE_URL and {prefix}_TIMEOUT.
	EnvPrefix string
	UserAgent string
	Schemes   map[string]Scheme
	// Security is what operations need that do not say so themselves: alternatives, each of schemes that are needed together.
	Security [][]string
	// Credentials win over the environment variables of the same names.
	Credentials map[string]string
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	base        string
	configured  bool
	timeout     time.Duration
	strict      bool
	userAgent   string
	schemes     map[string]Scheme
	security    [][]string
	credentials map[string]string
	http        *http.Client
	// signIn says whether the person who calls sits at this machine.
	signIn bool
	// deliver sends a request that is ready.
	deliver Deliver
}

// NewClient reads the environment. The error is a [SettingsError].
func NewClient(config Config) (*Client, error) {
	variable := config.EnvPrefix + "_BASE_URL"
	configured := strings.TrimSpace(os.Getenv(variable))
	base := configured
	if base == "" {
		base = config.BaseURL
	}
	if err := checkURL(base, variable); err != nil {
		return nil, err
	}
	timeout, err := seconds(config.EnvPrefix+"_TIMEOUT", 30)
	if err != nil {
		return nil, err
	}
	certificates, err := certificatesOf(config)
	if err != nil {
		return nil, err
	}
	// HTTP/1.1 only: see sendOnce.
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS12},
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dial,
		TLSHandshakeTimeout: connectTimeout,
		MaxConnsPerHost:     maxConnections,
		MaxIdleConnsPerHost: maxConnections,
		IdleConnTimeout:     30 * time.Second,
	}
	client := &Client{
		base: base, configured: configured != "", timeout: timeout, strict: Flag("MCP_STRICT_ANSWERS"),
		userAgent: config.UserAgent, schemes: config.Schemes, security: config.Security, credentials: config.Credentials,
		http: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	client.deliver = client.repeat
	return client, nil
}

// dial opens a connection whose receive buffer does not grow.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}
	conn, err := dialer.DialContext(ctx, network, address)
	if tcp, ok := conn.(*net.TCPConn); ok {
		if err := tcp.SetReadBuffer(receiveBuffer); err != nil {
			return nil, errors.Join(err, tcp.Close())
		}
	}
	return conn, err
}

// AllowSignIn lets people sign in with a browser of this machine. It is for servers that serve one person, over stdio: over
// HTTP one person's token would serve everybody.
func (c *Client) AllowSignIn() { c.signIn = true }

// BaseURL is where the API is.
func (c *Client) BaseURL() string { return c.base }

// Close closes the connections that are kept open.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Do sends one request and gives the answer as it came. The error is an [ArgumentError], when no request was made, or an
// [APIError]; or the context's own, when the caller gave up.
func (c *Client) Do(ctx context.Context, r *Request) (*Response, error) {
	prepared, err := c.prepare(r)
	if err != nil {
		return nil, err
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	response, err := c.send(limited, r, prepared)
	var invalid *invalidAnswer
	switch {
	case err == nil:
		return response, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return nil, &APIError{Message: timedOut(r.operation(), c.timeout)}
	case errors.As(err, &invalid):
		text := r.operation() + " (status " + strconv.Itoa(invalid.status) + "): " + invalid.message + "."
		return nil, &APIError{Status: invalid.status, Message: text, cause: invalid.cause}
	}
	return nil, err
}

func (c *Client) send(ctx context.Context, r *Request, prepared *Call) (*Response, error) {
	security := c.security
	if r.secured {
		security = r.security
	}
	if err := prepared.authorize(ctx, c, security); err != nil {
		return nil, err
	}
	got, err := c.deliver(ctx, prepared)
	if err != nil {
		return nil, err
	}
	response, err := r.decode(got, c.strict)
	if err != nil {
		return nil, err
	}
	return response, r.check(ctx, response, c.strict)
}

// checkURL wants http or https, a host, no credentials, no fragment.
func checkURL(text, variable string) error {
	address, err := url.Parse(text)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Hostname() == "" ||
		address.User != nil || address.Fragment != "" {
		return &SettingsError{variable + " must be an address like https://api.example.com/v1, without credentials"}
	}
	return nil
}

// seconds reads a number greater than zero.
func seconds(name string, usual float64) (time.Duration, error) {
	value := usual
	if text := strings.TrimSpace(os.Getenv(name)); text != "" {
		parsed, err := strconv.ParseFloat(text, 64)
		if err != nil || !(parsed > 0) || parsed > 1e9 || math.IsNaN(parsed) {
			return 0, &SettingsError{name + " must be a number greater than 0"}
		}
		value = parsed
	}
	return time.Duration(value * float64(time.Second)), nil
}

// Flag reads a switch: 1, true, yes or on.
func Flag(name string) bool {
	switch strings.ToLower(strings.TrimSpace(os.Getenv(name))) {
	case "1", "true", "yes", "on":
		return true
	}
	return false
}
