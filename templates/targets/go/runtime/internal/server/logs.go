package server

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"log/slog"

	"mcp-package/internal/rest"
)

// ConfigureLogging sends all logs to w: one line of JSON each, with credentials taken out.
func ConfigureLogging(w io.Writer, level slog.Level) {
	slog.SetDefault(slog.New(slog.NewJSONHandler(redacting{w}, &slog.HandlerOptions{Level: level})))
}

type redacting struct{ to io.Writer }

// Write is called once per line.
func (r redacting) Write(line []byte) (int, error) {
	if _, err := io.WriteString(r.to, rest.Redact(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

// NewReference is a short id that stands both in an answer and in the log.
func NewReference() string {
	var bytes [5]byte
	_, _ = rand.Read(bytes[:]) // never fails
	return hex.EncodeToString(bytes[:])
}
