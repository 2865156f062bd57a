// Command mcp-bookshop serves the tools of Bookshop over MCP.
package main

import (
	"os"

	"mcp-bookshop/internal/server"
	"mcp-bookshop/internal/tools"
)

func main() {
	os.Exit(server.Main("mcp-bookshop", os.Args[1:], tools.New))
}
