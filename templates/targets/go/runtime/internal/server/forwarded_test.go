package server

import (
	"net/http/httptest"
	"testing"
)

func TestTheClientBehindProxies(t *testing.T) {
	local := []string{"127.0.0.1"}
	cases := []struct {
		name, remote string
		trusted      []string
		said         []string
		want         string
	}{
		{"nobody says anything", "203.0.113.9:1", local, nil, "203.0.113.9"},
		{"a client that says it is another", "203.0.113.9:1", local, []string{"198.51.100.1"}, "203.0.113.9"},
		{"a proxy", "127.0.0.1:1", local, []string{"198.51.100.1"}, "198.51.100.1"},
		{"a client that lies to the proxy", "127.0.0.1:1", local, []string{"10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		{"two proxies, two headers", "10.0.0.2:1", []string{"10.0.0.0/8"}, []string{"198.51.100.1", "10.0.0.3"}, "198.51.100.1"},
		{"nonsense", "127.0.0.1:1", local, []string{"secret"}, "127.0.0.1"},
		{"everybody is trusted", "192.0.2.1:1", []string{"*"}, []string{"198.51.100.1, 198.51.100.2"}, "198.51.100.1"},
		{"no port", "pipe", local, nil, "pipe"},
	}
	for _, each := range cases {
		request := httptest.NewRequest("POST", "/mcp", nil)
		request.RemoteAddr = each.remote
		for _, value := range each.said {
			request.Header.Add("X-Forwarded-For", value)
		}
		if got := clientOf(request, each.trusted); got != each.want {
			t.Errorf("%s: %s", each.name, got)
		}
	}
}
