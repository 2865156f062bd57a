package rest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// tokenFile keeps the refresh token of one client beyond the end of the process: in the user's state folder, readable by
// nobody else.
type tokenFile struct{ name string }

// tokenFileOf names a file after the variable that tells the client from others.
func tokenFileOf(variable string) tokenFile { return tokenFile{strings.ToLower(variable) + ".json"} }

// folder is $MCP_STATE_DIR, or mcp-servers in the state folder of the user; "" where there is none.
func (tokenFile) folder() string {
	if folder := os.Getenv("MCP_STATE_DIR"); folder != "" {
		return folder
	}
	for _, name := range []string{"XDG_STATE_HOME", "LOCALAPPDATA"} {
		if base := os.Getenv(name); base != "" {
			return filepath.Join(base, "mcp-servers")
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "mcp-servers")
}

type keptToken struct {
	Owner        string `json:"owner"`
	RefreshToken string `json:"refresh_token,omitempty"`
}

// read gives the token, where it was written for the same owner; "" where there is none.
func (f tokenFile) read(owner string) string {
	text, err := os.ReadFile(filepath.Join(f.folder(), f.name))
	if err != nil {
		return ""
	}
	var kept keptToken
	if err := json.Unmarshal(text, &kept); err != nil || kept.Owner != owner {
		return ""
	}
	return kept.RefreshToken
}

// write replaces the token, whole or not at all. The error says that it will be lost.
func (f tokenFile) write(owner, token string) error {
	text, err := json.Marshal(keptToken{owner, token})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.folder(), 0o700); err != nil {
		return err
	}
	// A temporary file is its owner's alone from the beginning (0600).
	file, err := os.CreateTemp(f.folder(), ".token-")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(f.folder(), f.name))
	}
	if err != nil {
		_ = os.Remove(file.Name()) // the first error says more
	}
	return err
}
