// Package server offers tools over MCP: it checks arguments against their schemas, turns answers of the API into
// results, and serves stdio and streamable HTTP behind its guards.
//
// It is the same in every project; the tools themselves are in package tools.
package server
