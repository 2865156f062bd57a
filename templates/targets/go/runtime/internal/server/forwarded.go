package server

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// clientOf is the address of who sent a request. Proxies that are trusted (FORWARDED_ALLOW_IPS) may say for whom they ask:
// it is the last address that is none of theirs.
func clientOf(request *http.Request, trusted []string) string {
	client, _, err := net.SplitHostPort(request.RemoteAddr)
	if err != nil {
		client = request.RemoteAddr
	}
	hops := strings.Split(strings.Join(request.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		hop = strings.TrimSpace(hop)
		if !isTrusted(client, trusted) || net.ParseIP(hop) == nil {
			break
		}
		client = hop
	}
	return client
}

// isTrusted knows addresses, networks like 10.0.0.0/8, and *.
func isTrusted(address string, trusted []string) bool {
	ip := net.ParseIP(address)
	return slices.ContainsFunc(trusted, func(entry string) bool {
		if _, network, err := net.ParseCIDR(entry); err == nil {
			return ip != nil && network.Contains(ip)
		}
		return entry == "*" || entry == address
	})
}
