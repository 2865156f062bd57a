package api

import (
	"context"

	"mcp-petstore/internal/rest"
)

// FindPetsArgs are the arguments of FindPets.
type FindPetsArgs struct {
	// tags to filter by
	Tags []string `json:"tags,omitempty"`
	// maximum number of results to return
	Limit *int64 `json:"limit,omitempty"`
}

// FindPets: Returns all pets from the system that the user has access to: GET /pets, answers with []Pet.
func (c *Client) FindPets(ctx context.Context, args FindPetsArgs) (*rest.Response, error) {
	r := rest.NewRequest("GET", "/pets")
	r.Query("tags", args.Tags, rest.Style("form", false))
	r.Query("limit", args.Limit)
	r.Returns(rest.As[[]Pet]())
	return c.Do(ctx, r)
}

// AddPetArgs are the arguments of AddPet.
type AddPetArgs struct {
	Name string  `json:"name"`
	Tag  *string `json:"tag,omitempty"`
}

// AddPet: Creates a new pet in the store: POST /pets, answers with Pet.
func (c *Client) AddPet(ctx context.Context, args AddPetArgs) (*rest.Response, error) {
	r := rest.NewRequest("POST", "/pets")
	body := r.JSONBody("application/json")
	body.Set("name", args.Name)
	body.Set("tag", args.Tag)
	r.Returns(rest.As[Pet]())
	return c.Do(ctx, r)
}

// FindPetByIDArgs are the arguments of FindPetByID.
type FindPetByIDArgs struct {
	// ID of pet to fetch
	ID int64 `json:"id"`
}

// FindPetByID: Returns a user based on a single ID, if the user does not have access to the pet: GET /pets/{id},
// answers with Pet.
func (c *Client) FindPetByID(ctx context.Context, args FindPetByIDArgs) (*rest.Response, error) {
	r := rest.NewRequest("GET", "/pets/{id}")
	r.Path("id", args.ID)
	r.Returns(rest.As[Pet]())
	return c.Do(ctx, r)
}

// DeletePetArgs are the arguments of DeletePet.
type DeletePetArgs struct {
	// ID of pet to delete
	ID int64 `json:"id"`
}

// DeletePet: deletes a single pet based on the ID supplied: DELETE /pets/{id}, answers with nothing.
func (c *Client) DeletePet(ctx context.Context, args DeletePetArgs) (*rest.Response, error) {
	r := rest.NewRequest("DELETE", "/pets/{id}")
	r.Path("id", args.ID)
	r.Accept("")
	return c.Do(ctx, r)
}
