#!/bin/sh
# Hold this server against the MCP conformance suite, over HTTP: the scenarios that a server with tools of its own can pass, of both
# eras of the protocol. The others call tools that only the suite's own server has.
#   sh scripts/conformance.sh COMMAND...     what starts the server, without --http and --port
# The suite comes from npm and needs Node 22 or newer.
set -eu

SUITE='@modelcontextprotocol/conformance@0.2.0-alpha.12'
PORT="${PORT:-8765}"
URL="http://127.0.0.1:$PORT"
work=$(mktemp -d)
server=

finish() {
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Checks that fail because they call the suite's own tools: an unknown tool is -32602 here, and no stream.
# EXPECTED are those that fail because of the SDK that the server is built on.
cat >"$work/expected" <<'LIST'
server-stateless:sep-2575-server-rejects-undeclared-capability
server-stateless:sep-2575-missing-capability-http-400
server-stateless:sep-2575-http-server-no-independent-requests-on-stream
server-stateless:sep-2575-server-no-log-without-loglevel
LIST
for check in ${EXPECTED:-}; do
	echo "$check" >>"$work/expected"
done

MCP_RATE_LIMIT=off "$@" --http --port "$PORT" 2>"$work/server.log" &
server=$!
waited=0
until curl -fsS -o "$work/health" "$URL/health" 2>"$work/curl.log"; do
	waited=$((waited + 1))
	if [ "$waited" -gt 60 ] || ! kill -0 "$server" 2>/dev/null; then
		echo "The server does not answer at $URL/health:"
		cat "$work/server.log"
		exit 1
	fi
	sleep 1
done

failed=0
while read -r revision scenario; do
	set -- --url "$URL/mcp" --scenario "$scenario" --spec-version "$revision"
	if grep -q "^$scenario:" "$work/expected"; then
		(echo 'server:' && sed -n "s/^$scenario:/  - &/p" "$work/expected") >"$work/expected.yml"
		set -- "$@" --expected-failures "$work/expected.yml"
	fi
	if (cd "$work" && npx --yes "$SUITE" server "$@") </dev/null >"$work/log" 2>&1; then
		echo "ok      $revision  $scenario"
	else
		echo "FAILED  $revision  $scenario"
		tail -40 "$work/log"
		failed=$((failed + 1))
	fi
done <<'LIST'
2025-11-25 server-initialize
2025-11-25 ping
2025-11-25 tools-list
2025-11-25 dns-rebinding-protection
2026-07-28 tools-list
2026-07-28 caching
2026-07-28 http-header-validation
2026-07-28 dns-rebinding-protection
2026-07-28 sep-2164-resource-not-found
2026-07-28 server-stateless
LIST

[ "$failed" -eq 0 ]
