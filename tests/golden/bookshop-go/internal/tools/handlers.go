package tools

import (
	"mcp-bookshop/internal/api"
	"mcp-bookshop/internal/server"
)

// allTools: Bookshop.
func allTools(client *api.Client) map[string]server.Handler {
	return map[string]server.Handler{
		"search_books": server.Call(client.SearchBooks),
		"add_book":     server.Call(client.AddBook),
		"get_book":     server.Call(client.GetBook),
		"remove_book":  server.Call(client.RemoveBook),
		"change_book":  server.Call(client.ChangeBook),
		"place_order":  server.Call(client.PlaceOrder),
		"get_order":    server.Call(client.GetOrder),
	}
}
