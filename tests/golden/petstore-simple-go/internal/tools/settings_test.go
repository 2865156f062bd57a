package tools

// baseURLVariable says where the API is.
const baseURLVariable = "PETSTORE_BASE_URL"

// testCredentials are the variables that the tests set.
var testCredentials = map[string]string{}
