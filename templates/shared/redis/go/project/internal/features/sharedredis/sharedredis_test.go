package sharedredis

import (
	"errors"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"mcp-package/internal/rest"
)

func TestConnect(t *testing.T) {
	wrong := []string{"http://127.0.0.1:1", "redis://:secret-word@[", "127.0.0.1:6379"}
	for _, address := range wrong {
		t.Setenv(Variable, address)
		var settings *rest.SettingsError
		if _, err := Connect(); !errors.As(err, &settings) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	t.Setenv(Variable, "")
	client, err := Connect()
	if client != nil || err != nil || Look(t.Context(), client, true) != nil {
		t.Error(client, err)
	}
}

func TestLook(t *testing.T) {
	redis := miniredis.RunT(t)
	redis.RequireAuth("secret-word")
	t.Setenv(Variable, "redis://:secret-word@"+redis.Addr()+"/0")
	client, err := Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if found := Look(t.Context(), client, false); len(found) != 1 || found[0].Problem != "" {
		t.Error(found)
	}
	if rest.Redact("secret-word") != "***" {
		t.Error("the password is not known as a secret")
	}
	redis.Close()
	found := Look(t.Context(), client, true)
	if len(found) != 1 || found[0].Problem == "" || strings.Contains(found[0].Problem, "127.0.0.1") || !found[0].Vital {
		t.Error(found)
	}
}
