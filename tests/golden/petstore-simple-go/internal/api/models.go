package api

type Pet struct {
	Name string  `json:"name"`
	Tag  *string `json:"tag,omitempty"`
	ID   int64   `json:"id"`
}

type ErrorModel struct {
	Code    int64  `json:"code"`
	Message string `json:"message"`
}

type NewPet struct {
	Name string  `json:"name"`
	Tag  *string `json:"tag,omitempty"`
}
