package api

import (
	"context"
	"encoding/json"

	"mcp-bookshop/internal/rest"
)

// SearchBooksArgs are the arguments of SearchBooks.
type SearchBooksArgs struct {
	// Words of the title
	Query *string `json:"query,omitempty"`
	// Family name of an author
	Author *string `json:"author,omitempty"`
	// Only these genres
	Genre []string `json:"genre,omitempty"`
	// Books per page
	Limit *int64 `json:"limit,omitempty"`
	// Where the page starts, as `next` of the page before says
	Cursor *string `json:"cursor,omitempty"`
}

// SearchBooks: Search the shelves: GET /books, answers with BookPage.
func (c *Client) SearchBooks(ctx context.Context, args SearchBooksArgs) (*rest.Response, error) {
	r := rest.NewRequest("GET", "/books")
	r.Query("query", args.Query)
	r.Query("author", args.Author)
	r.Query("genre", args.Genre)
	r.Query("limit", args.Limit)
	r.Query("cursor", args.Cursor)
	r.Returns(rest.As[BookPage]())
	return c.Do(ctx, r)
}

// AddBookArgs are the arguments of AddBook.
type AddBookArgs struct {
	Isbn    string   `json:"isbn"`
	Title   string   `json:"title"`
	Authors []string `json:"authors"`
	// In euros
	Price     json.Number `json:"price"`
	Genre     *string     `json:"genre,omitempty"`
	Stock     *int64      `json:"stock,omitempty"`
	Published *string     `json:"published,omitempty"`
}

// AddBook: Put a book on the shelves: POST /books, answers with Book.
func (c *Client) AddBook(ctx context.Context, args AddBookArgs) (*rest.Response, error) {
	r := rest.NewRequest("POST", "/books")
	body := r.JSONBody("application/json")
	body.Set("isbn", args.Isbn)
	body.Set("title", args.Title)
	body.Set("authors", args.Authors)
	body.Set("price", args.Price)
	body.Set("genre", args.Genre)
	body.Set("stock", args.Stock)
	body.Set("published", args.Published)
	r.Returns(rest.As[Book]())
	return c.Do(ctx, r)
}

// GetBookArgs are the arguments of GetBook.
type GetBookArgs struct {
	// ISBN with 13 digits
	Isbn string `json:"isbn"`
}

// GetBook: Look at one book: GET /books/{isbn}, answers with Book.
func (c *Client) GetBook(ctx context.Context, args GetBookArgs) (*rest.Response, error) {
	r := rest.NewRequest("GET", "/books/{isbn}")
	r.Path("isbn", args.Isbn)
	r.Returns(rest.As[Book]())
	return c.Do(ctx, r)
}

// RemoveBookArgs are the arguments of RemoveBook.
type RemoveBookArgs struct {
	// ISBN with 13 digits
	Isbn string `json:"isbn"`
}

// RemoveBook: Take a book off the shelves: DELETE /books/{isbn}, answers with nothing.
func (c *Client) RemoveBook(ctx context.Context, args RemoveBookArgs) (*rest.Response, error) {
	r := rest.NewRequest("DELETE", "/books/{isbn}")
	r.Path("isbn", args.Isbn)
	r.Accept("")
	return c.Do(ctx, r)
}

// ChangeBookArgs are the arguments of ChangeBook.
type ChangeBookArgs struct {
	// ISBN with 13 digits
	Isbn string          `json:"isbn"`
	Body json.RawMessage `json:"body"`
}

// ChangeBook: Change price or stock of a book: PATCH /books/{isbn}, answers with Book.
func (c *Client) ChangeBook(ctx context.Context, args ChangeBookArgs) (*rest.Response, error) {
	r := rest.NewRequest("PATCH", "/books/{isbn}")
	r.Path("isbn", args.Isbn)
	r.JSON("application/json", args.Body)
	r.Returns(rest.As[Book]())
	return c.Do(ctx, r)
}

// PlaceOrderArgs are the arguments of PlaceOrder.
type PlaceOrderArgs struct {
	Customer string            `json:"customer"`
	Lines    []json.RawMessage `json:"lines"`
	Gift     *bool             `json:"gift,omitempty"`
}

// PlaceOrder: Order books for a customer: POST /orders, answers with Order.
func (c *Client) PlaceOrder(ctx context.Context, args PlaceOrderArgs) (*rest.Response, error) {
	r := rest.NewRequest("POST", "/orders")
	body := r.JSONBody("application/json")
	body.Set("customer", args.Customer)
	body.Set("lines", args.Lines)
	body.Set("gift", args.Gift)
	r.Returns(rest.As[Order]())
	return c.Do(ctx, r)
}

// GetOrderArgs are the arguments of GetOrder.
type GetOrderArgs struct {
	OrderID int64 `json:"order_id"`
}

// GetOrder: Look at one order: GET /orders/{orderId}, answers with Order.
func (c *Client) GetOrder(ctx context.Context, args GetOrderArgs) (*rest.Response, error) {
	r := rest.NewRequest("GET", "/orders/{orderId}")
	r.Path("orderId", args.OrderID)
	r.Returns(rest.As[Order]())
	return c.Do(ctx, r)
}
