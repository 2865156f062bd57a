// Package sharedredis connects to the Redis that holds what all replicas of the server share.
package sharedredis

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"mcp-package/internal/rest"
	"mcp-package/internal/server"
)

// Variable names the environment variable with the address.
const Variable = "MCP_REDIS_URL"

// Prefix begins the keys of this server, so that several servers can share one Redis.
const Prefix = "mcp-package:"

const (
	patience = 2 * time.Second
	tries    = 1
)

// Connect gives a client; nil where no Redis is configured. It connects with the first command. The error is a
// [rest.SettingsError].
func Connect() (*redis.Client, error) {
	address := strings.TrimSpace(os.Getenv(Variable))
	if address == "" {
		return nil, nil
	}
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, &rest.SettingsError{Problem: Variable + " must be an address like redis://127.0.0.1:6379/0"}
	}
	rest.RegisterSecret(options.Password)
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = patience, patience, patience
	options.MaxRetries, options.DialerRetries = tries, tries
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	redis.SetLogger(quiet{})
	return redis.NewClient(options), nil
}

// quiet keeps what the client says out of the log, unless somebody looks for it: who calls it reports what failed.
type quiet struct{}

func (quiet) Printf(ctx context.Context, format string, values ...any) {
	slog.DebugContext(ctx, "redis", "says", rest.Shown(fmt.Sprintf(format, values...), 300))
}

// Look is what readiness says about Redis; nothing where none is configured.
func Look(ctx context.Context, client *redis.Client, vital bool) []server.Dependency {
	if client == nil {
		return nil
	}
	found := server.Dependency{Name: "redis", Vital: vital}
	if err := client.Ping(ctx).Err(); err != nil {
		found.Problem = Kind(err)
	}
	return []server.Dependency{found}
}

// Kind names what went wrong, without addresses or values.
func Kind(err error) string { return strings.TrimLeft(fmt.Sprintf("%T", err), "*") }
