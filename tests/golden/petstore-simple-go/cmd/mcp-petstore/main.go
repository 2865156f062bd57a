// Command mcp-petstore serves the tools of Swagger Petstore over MCP.
package main

import (
	"os"

	"mcp-petstore/internal/server"
	"mcp-petstore/internal/tools"
)

func main() {
	os.Exit(server.Main("mcp-petstore", os.Args[1:], tools.New))
}
