package rest

import (
	"encoding/json"
	"strings"
	"testing"
)

// OpenAPI 3.1.2, "Style Examples".
func TestStyles(t *testing.T) {
	list := []string{"blue", "black", "brown"}
	members := json.RawMessage(`{"R":100,"G":200,"B":150}`)
	cases := []struct {
		in, style string
		explode   bool
		value     any
		want      string
	}{
		{"path", "simple", false, list, "/blue,black,brown"},
		{"path", "simple", false, members, "/R,100,G,200,B,150"},
		{"path", "simple", true, members, "/R=100,G=200,B=150"},
		{"path", "label", false, list, "/.blue,black,brown"},
		{"path", "label", true, list, "/.blue.black.brown"},
		{"path", "label", true, members, "/.R=100.G=200.B=150"},
		{"path", "matrix", false, "blue", "/;color=blue"},
		{"path", "matrix", false, list, "/;color=blue,black,brown"},
		{"path", "matrix", true, list, "/;color=blue;color=black;color=brown"},
		{"path", "matrix", true, members, "/;R=100;G=200;B=150"},
		{"query", "form", true, list, "color=blue&color=black&color=brown"},
		{"query", "form", false, list, "color=blue,black,brown"},
		{"query", "form", false, members, "color=R,100,G,200,B,150"},
		{"query", "form", true, members, "R=100&G=200&B=150"},
		{"query", "spaceDelimited", false, list, "color=blue%20black%20brown"},
		{"query", "pipeDelimited", false, list, "color=blue%7Cblack%7Cbrown"},
		{"query", "deepObject", true, members, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"},
	}
	for _, each := range cases {
		r := NewRequest("GET", "/{color}")
		got := ""
		if each.in == "path" {
			r.Path("color", each.value, Style(each.style, each.explode))
			got = r.path
		} else {
			r.Query("color", each.value, Style(each.style, each.explode))
			got = strings.Join(r.query, "&")
		}
		if r.err != nil || got != each.want {
			t.Errorf("%s %s explode %v: %q, not %q (%v)", each.in, each.style, each.explode, got, each.want, r.err)
		}
	}
}

func TestEncodesWhatSeparatesInsideAMember(t *testing.T) {
	r := NewRequest("GET", "/{id}")
	r.Path("id", "a/b?c#d%2Fé")
	r.Query("q", []string{"a,b", "c&d"}, Style("form", false))
	r.Query("r", "a/b,c&d", AllowReserved)
	r.Query("n", json.Number("1.0"))
	if r.path != "/a%2Fb%3Fc%23d%252F%C3%A9" {
		t.Error(r.path)
	}
	if got := strings.Join(r.query, "&"); got != "q=a%2Cb,c%26d&r=a/b,c%26d&n=1" {
		t.Error(got)
	}
}

func TestRefusesWhatAPathCannotCarry(t *testing.T) {
	for _, value := range []any{"", ".", "..", "%2e%2e", "%252e", []string{"a", ""}, []string{}, nil, (*string)(nil)} {
		r := NewRequest("GET", "/pets/{id}")
		r.Path("id", value)
		if r.err == nil {
			t.Errorf("%#v was taken as %s", value, r.path)
		}
	}
	for _, value := range []string{"...", "..a", "a.b"} {
		r := NewRequest("GET", "/pets/{id}")
		r.Path("id", value)
		if r.err != nil || r.path != "/pets/"+value {
			t.Errorf("%q: %s %v", value, r.path, r.err)
		}
	}
}

func TestHeadersAndCookies(t *testing.T) {
	refused := []struct{ name, value string }{
		{"X-Note", "a\r\nX-Evil: 1"}, {"Host", "evil"}, {"Transfer-Encoding", "chunked"}, {"X Note", "a"},
	}
	for _, each := range refused {
		r := NewRequest("GET", "/")
		r.Header(each.name, each.value)
		if r.err == nil {
			t.Errorf("%s: %q was taken", each.name, each.value)
		}
	}
	r := NewRequest("GET", "/")
	r.Cookie("session", "a; admin=1")
	if got := strings.Join(r.cookies, "; "); got != "session=a%3B%20admin%3D1" {
		t.Error(got)
	}
}

func TestValuesThatAreOneJSONText(t *testing.T) {
	r := NewRequest("GET", "/{filter}")
	filter := json.RawMessage(`{"a":[1]}`)
	r.Path("filter", filter, AsJSON)
	r.Query("filter", filter, AsJSON)
	address, err := r.address("https://x")
	if want := "https://x/%7B%22a%22%3A%5B1%5D%7D?filter=%7B%22a%22%3A%5B1%5D%7D"; err != nil || address != want {
		t.Error(address, err)
	}
}

func TestLeavesOutWhatIsNotGiven(t *testing.T) {
	r := NewRequest("GET", "/")
	r.Query("a", (*string)(nil))
	r.Query("b", []string(nil))
	r.Query("c", json.RawMessage(nil))
	r.Query("d", new(string))
	if got := strings.Join(r.query, "&"); got != "d=" {
		t.Error(got)
	}
}
