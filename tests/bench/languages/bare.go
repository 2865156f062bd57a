// One tool on the SDK alone, over HTTP: a request, its JSON as the answer. BENCH_URL is the API, BENCH_PORT where to listen.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type arguments struct {
	Page  int `json:"page,omitempty"`
	Limit int `json:"limit,omitempty"`
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}

func hours(ctx context.Context, _ *mcp.CallToolRequest, args arguments) (*mcp.CallToolResult, map[string]any, error) {
	url := fmt.Sprintf("%s/museum-hours?page=%d&limit=%d", os.Getenv("BENCH_URL"), args.Page, args.Limit)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var data map[string]any
	return nil, data, json.NewDecoder(response.Body).Decode(&data)
}

func main() {
	server := mcp.NewServer(&mcp.Implementation{Name: "bare", Version: "1.0.0"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: "get_museum_hours", Description: "Ask the API."}, hours)
	handler := mcp.NewStreamableHTTPHandler(
		func(*http.Request) *mcp.Server { return server },
		&mcp.StreamableHTTPOptions{Stateless: true},
	)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("BENCH_PORT"), handler))
}
