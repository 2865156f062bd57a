package api

type Genre string

const (
	GenreChildren Genre = "children"
	GenreCrime    Genre = "crime"
	GenreNovel    Genre = "novel"
	GenrePoetry   Genre = "poetry"
	GenreScience  Genre = "science"
	GenreTravel   Genre = "travel"
)

type Book struct {
	Isbn    string   `json:"isbn"`
	Title   string   `json:"title"`
	Authors []string `json:"authors"`
	Genre   *Genre   `json:"genre,omitempty"`
	// In euros
	Price     float64 `json:"price"`
	Stock     *int64  `json:"stock,omitempty"`
	Published *string `json:"published,omitempty"`
	Added     string  `json:"added"`
	Note      *string `json:"note,omitempty"`
}

type BookPage struct {
	Books []Book `json:"books"`
	// Cursor of the next page; missing on the last one
	Next *string `json:"next,omitempty"`
}

type NewBook struct {
	Isbn    string   `json:"isbn"`
	Title   string   `json:"title"`
	Authors []string `json:"authors"`
	Genre   *Genre   `json:"genre,omitempty"`
	// In euros
	Price     float64 `json:"price"`
	Stock     *int64  `json:"stock,omitempty"`
	Published *string `json:"published,omitempty"`
}

type AddBookError struct {
	Message string `json:"message"`
}

type ChangeBookBody struct {
	// In euros
	Price *float64 `json:"price,omitempty"`
	Stock *int64   `json:"stock,omitempty"`
	// For the staff; null removes it
	Note *string `json:"note,omitempty"`
}

type OrderLine struct {
	Isbn     string `json:"isbn"`
	Quantity int64  `json:"quantity"`
}

type NewOrder struct {
	Customer string      `json:"customer"`
	Lines    []OrderLine `json:"lines"`
	Gift     *bool       `json:"gift,omitempty"`
}

type Order struct {
	ID       int64       `json:"id"`
	Customer string      `json:"customer"`
	Lines    []OrderLine `json:"lines"`
	Gift     *bool       `json:"gift,omitempty"`
	// In euros
	Total  float64 `json:"total"`
	Status string  `json:"status"`
}
