package tools

// baseURLVariable says where the API is.
const baseURLVariable = "BOOKSHOP_BASE_URL"

// testCredentials are the variables that the tests set.
var testCredentials = map[string]string{
	"BOOKSHOP_API_TOKEN": "test-bookshop-api-token",
}
