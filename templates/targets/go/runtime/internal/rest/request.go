package rest

import "strings"

// Request is one call of the API under construction. The first argument that cannot be sent is reported by [Client.Do].
type Request struct {
	method   string
	template string
	path     string
	query    []string
	headers  []member
	cookies  []string
	body     *Body
	accept   string
	security [][]string
	secured  bool
	server   string
	returns  *Contract
	err      error
}

// NewRequest starts a request. The template is the path of the document with its {placeholders}; it may hold a fixed query.
func NewRequest(method, template string) *Request {
	return &Request{method: method, template: template, path: escape(template, templateCharacters), accept: "application/json"}
}

// operation names method and template, without any value.
func (r *Request) operation() string { return r.method + " " + r.template }

func (r *Request) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// settle gives the value of an argument as it is to be written, and whether it is to be sent.
func (r *Request) settle(name string, argument any, f format) (any, bool) {
	value, given, err := plain(argument)
	if err != nil {
		r.fail(&ArgumentError{name, "the value cannot be written as JSON"})
	}
	if !given || value == nil {
		return nil, false
	}
	if f.asJSON {
		value = jsonText(value)
	}
	return value, true
}

// Path fills a placeholder of the template; the argument stays one segment.
func (r *Request) Path(name string, argument any, options ...Option) {
	path, err := fillPath(r.path, name, argument, formatOf(options))
	if err != nil {
		r.fail(err)
		return
	}
	r.path = path
}

// Query adds a query parameter.
func (r *Request) Query(name string, argument any, options ...Option) {
	f := formatOf(options)
	if value, given := r.settle(name, argument, f); given {
		r.query = append(r.query, queryPairs(name, value, f)...)
	}
}

// Header adds a header parameter.
func (r *Request) Header(name string, argument any, options ...Option) {
	f := formatOf(options)
	value, given := r.settle(name, argument, f)
	if !given {
		return
	}
	text, err := headerText(name, value, f)
	if err != nil {
		r.fail(err)
	}
	r.headers = append(r.headers, member{name, text})
}

// Cookie adds a cookie parameter.
func (r *Request) Cookie(name string, argument any, options ...Option) {
	f := formatOf(options)
	value, given := r.settle(name, argument, f)
	if !given {
		return
	}
	pairs, err := cookiePairs(name, value, f)
	if err != nil {
		r.fail(err)
	}
	r.cookies = append(r.cookies, pairs...)
}

// Accept names the media types of a good answer, separated by commas; "" when it has no content. JSON when left out.
func (r *Request) Accept(mediaTypes string) { r.accept = mediaTypes }

// Security lists alternatives; each names the schemes that are needed together. None: no credential is sent.
func (r *Request) Security(alternatives ...[]string) { r.security, r.secured = alternatives, true }

// Server is the operation's own server, used unless a base URL is configured.
func (r *Request) Server(url string) { r.server = url }

// Returns says what a good JSON answer looks like.
func (r *Request) Returns(returns *Contract) { r.returns = returns }

// JSONBody has members, to be set one by one.
func (r *Request) JSONBody(mediaType string) *Body {
	r.body = &Body{mediaType: mediaType, encode: encodeJSON}
	return r.body
}

// FormBody is application/x-www-form-urlencoded.
func (r *Request) FormBody() *Body {
	r.body = &Body{mediaType: "application/x-www-form-urlencoded", encode: encodeForm}
	return r.body
}

// MultipartBody is multipart/form-data. Lists become one part per item, objects JSON parts.
func (r *Request) MultipartBody() *Body {
	r.body = &Body{mediaType: "multipart/form-data", encode: encodeMultipart}
	return r.body
}

// JSON sends an argument as the whole body.
func (r *Request) JSON(mediaType string, argument any) { r.whole(mediaType, argument, encodeJSON) }

// Text sends a text, XML included; values that are no texts are written as JSON.
func (r *Request) Text(mediaType string, argument any) { r.whole(mediaType, argument, encodeText) }

// Binary sends bytes, given as base64 text.
func (r *Request) Binary(mediaType string, argument any) { r.whole(mediaType, argument, encodeBinary) }

func (r *Request) whole(mediaType string, argument any, encode func(*Body) (string, []byte, error)) {
	value, err := wholeValue(argument)
	if err != nil {
		r.fail(&ArgumentError{"body", "the value cannot be written as JSON"})
	}
	r.body = &Body{mediaType: mediaType, encode: encode, whole: value, isWhole: true}
}

// address writes the URL below a base; it is final, nothing encodes it again.
func (r *Request) address(base string) (string, error) {
	if err := checkPath(r.path); err != nil {
		return "", err
	}
	address, fixed, _ := strings.Cut(strings.TrimRight(base, "/")+"/"+strings.TrimLeft(r.path, "/"), "?")
	query := r.query
	if fixed != "" {
		query = append([]string{fixed}, query...)
	}
	if len(query) == 0 {
		return address, nil
	}
	return address + "?" + strings.Join(query, "&"), nil
}
