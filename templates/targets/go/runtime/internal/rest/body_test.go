package rest

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
)

func written(t *testing.T, r *Request) (string, string) {
	t.Helper()
	mediaType, data, err := r.body.write()
	if err != nil {
		t.Fatal(err)
	}
	return mediaType, string(data)
}

func TestJSONBodyTellsNullFromAbsent(t *testing.T) {
	r := NewRequest("PUT", "/")
	body := r.JSONBody("application/merge-patch+json")
	body.Set("name", "<Rex & co>")
	body.Set("nick", Null[string]())
	body.Set("age", Nullable[int64]{})
	body.Set("size", Some(json.Number("1.50")))
	body.Set("more", json.RawMessage(`{"b":1,"a":[null,12345678901234567890]}`))
	mediaType, data := written(t, r)
	want := `{"name":"<Rex & co>","nick":null,"size":1.50,"more":{"b":1,"a":[null,12345678901234567890]}}`
	if mediaType != "application/merge-patch+json" || data != want {
		t.Errorf("%s %s", mediaType, data)
	}
}

func TestOptionalBodies(t *testing.T) {
	r := NewRequest("POST", "/")
	r.JSONBody("application/json").Optional().Set("a", (*string)(nil))
	if _, data, err := r.body.write(); data != nil || err != nil {
		t.Errorf("%q %v", data, err)
	}
	r = NewRequest("POST", "/")
	r.JSONBody("application/json")
	if _, data := written(t, r); data != "{}" {
		t.Error(data)
	}
	r = NewRequest("POST", "/")
	r.JSON("application/json", json.RawMessage(nil))
	if _, data, err := r.body.write(); data != nil || err != nil {
		t.Errorf("%q %v", data, err)
	}
}

func TestFormBody(t *testing.T) {
	r := NewRequest("POST", "/")
	form := r.FormBody()
	form.Set("a", "x y&z")
	form.Set("list", []string{"1", "2"})
	form.Set("object", json.RawMessage(`{"k":"v"}`))
	form.Set("deep", json.RawMessage(`{"k":["v"]}`), Style("deepObject", true))
	_, data := written(t, r)
	want := "a=x%20y%26z&list=1&list=2&object=%7B%22k%22%3A%22v%22%7D&deep%5Bk%5D%5B0%5D=v"
	if data != want {
		t.Errorf("%s", data)
	}
}

func TestMultipartBody(t *testing.T) {
	r := NewRequest("POST", "/")
	parts := r.MultipartBody()
	parts.Set("note\r\n\"x\"", "a")
	parts.Set("file", "aGk_", File, ContentType("image/png, image/jpeg"))
	parts.Set("meta", json.RawMessage(`{"a":1}`))
	mediaType, data := written(t, r)
	_, params, err := mime.ParseMediaType(mediaType)
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(strings.NewReader(data), params["boundary"])
	want := []struct{ name, file, kind, text string }{
		{"note%0D%0A%22x%22", "", "", "a"}, {"file", "file", "image/png", "hi?"}, {"meta", "", "application/json", `{"a":1}`},
	}
	for _, each := range want {
		part, err := reader.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.FormName() != each.name || part.FileName() != each.file || part.Header.Get("Content-Type") != each.kind || string(text) != each.text {
			t.Errorf("%v %q", part.Header, text)
		}
	}
}

func TestRefusesWhatIsNoBase64(t *testing.T) {
	for _, text := range []string{"aGk", "aGk=", "a Gk\n", "-_-_"} {
		if _, err := decodeBase64("file", text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := decodeBase64("file", "%%%"); err == nil {
		t.Error("was taken")
	}
}

func TestWholeBodies(t *testing.T) {
	text, size := "<a/>", int64(3)
	cases := []struct {
		name            string
		set             func(r *Request)
		mediaType, data string
	}{
		{"JSON", func(r *Request) { r.JSON("application/json", []string{"a"}) }, "application/json", `["a"]`},
		{"null", func(r *Request) { r.JSON("application/json", json.RawMessage("null")) }, "", ""},
		{"a number", func(r *Request) { r.JSON("application/json", &size) }, "application/json", "3"},
		{"text", func(r *Request) { r.Text("text/xml", &text) }, "text/xml; charset=utf-8", "<a/>"},
		{"no text", func(r *Request) { r.Text("text/plain", json.RawMessage(`{"a":1}`)) }, "text/plain; charset=utf-8", `{"a":1}`},
		{"bytes", func(r *Request) { r.Binary("image/png", "AAEC_w") }, "image/png", "\x00\x01\x02\xff"},
		{"nothing", func(r *Request) { r.Binary("image/png", (*string)(nil)) }, "", ""},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			r := NewRequest("POST", "/")
			each.set(r)
			if mediaType, data := written(t, r); mediaType != each.mediaType || data != each.data {
				t.Errorf("%s %q", mediaType, data)
			}
		})
	}
}

func TestAFormThatIsOneArgument(t *testing.T) {
	r := NewRequest("POST", "/")
	r.FormBody().SetAll(json.RawMessage(`{"a": [1, 2], "b": null, "c": {"d": true}}`), map[string][]Option{"c": {Style("deepObject", true)}})
	if _, data := written(t, r); data != "a=1&a=2&c%5Bd%5D=true" {
		t.Error(data)
	}
}

func TestValuesThatAreNoJSONAreRefused(t *testing.T) {
	broken, channel := json.RawMessage("{"), make(chan int)
	for name, set := range map[string]func(r *Request){
		"body":   func(r *Request) { r.JSON("application/json", broken) },
		"member": func(r *Request) { r.JSONBody("application/json").Set("member", broken) },
		"form":   func(r *Request) { r.FormBody().SetAll(broken, nil) },
		"query":  func(r *Request) { r.Query("query", broken) },
		"header": func(r *Request) { r.Header("header", channel) },
	} {
		r := NewRequest("POST", "/")
		set(r)
		_, _, err := r.body.write()
		if err == nil {
			err = r.err
		}
		var problem *ArgumentError
		if !errors.As(err, &problem) || !strings.Contains(problem.Error(), "cannot be written as JSON") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
