// Package rest sends the requests of an API client: it writes parameters and bodies as the API's document
// says, adds credentials, keeps deadlines and limits, and says in plain words what went wrong.
//
// It is the same in every project; what depends on the document is in package api.
package rest
