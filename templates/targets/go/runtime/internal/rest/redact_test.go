package rest

import (
	"strings"
	"testing"
)

func TestRedactsEverySpelling(t *testing.T) {
	RegisterSecret("p@ss/word")
	for _, text := range []string{"p@ss/word", "p%40ss%2Fword", "cEBzcy93b3Jk"} {
		if got := Redact("a " + text + " b"); got != "a *** b" {
			t.Error(got)
		}
	}
}

func TestShownTextIsVisibleAndShort(t *testing.T) {
	cases := map[string]string{
		"a\nb\u202ec":                   "a b c",
		"Authorization: Bearer abcdef1": "Authorization: Bearer ***",
		"password=hunter22":             "password=***",
		strings.Repeat("é", 50):         strings.Repeat("é", 39) + "…",
	}
	for text, want := range cases {
		if got := Shown(text, 40); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}
