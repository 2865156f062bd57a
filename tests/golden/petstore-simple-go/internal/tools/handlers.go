package tools

import (
	"mcp-petstore/internal/api"
	"mcp-petstore/internal/server"
)

// allTools: Swagger Petstore.
func allTools(client *api.Client) map[string]server.Handler {
	return map[string]server.Handler{
		"find_pets":      server.Call(client.FindPets),
		"add_pet":        server.Call(client.AddPet),
		"find_pet_by_id": server.Call(client.FindPetByID),
		"delete_pet":     server.Call(client.DeletePet),
	}
}
