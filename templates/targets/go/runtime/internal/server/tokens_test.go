package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestJWT(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
	check, err := newTokenCheck(t.Context(), Settings{JWT: JWTSettings{PublicKey: text, Audience: "me", Issuer: "them"}})
	if err != nil {
		t.Fatal(err)
	}
	later, earlier := time.Now().Add(time.Hour).Unix(), time.Now().Add(-time.Hour).Unix()
	cases := []struct {
		name   string
		claims jwt.MapClaims
		want   bool
	}{
		{"right", jwt.MapClaims{"aud": "me", "iss": "them", "exp": later}, true},
		{"expired", jwt.MapClaims{"aud": "me", "iss": "them", "exp": earlier}, false},
		{"without end", jwt.MapClaims{"aud": "me", "iss": "them"}, false},
		{"for others", jwt.MapClaims{"aud": "you", "iss": "them", "exp": later}, false},
		{"of others", jwt.MapClaims{"aud": "me", "iss": "else", "exp": later}, false},
	}
	for _, each := range cases {
		token, err := jwt.NewWithClaims(jwt.SigningMethodES256, each.claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		claims, got := check.accepts("Bearer " + token)
		if got != each.want || (got && claims["aud"] != each.claims["aud"]) {
			t.Errorf("%s: %v %v", each.name, got, claims)
		}
	}
	forged, err := jwt.NewWithClaims(jwt.SigningMethodHS256, cases[0].claims).SignedString([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"Bearer " + forged, "Bearer x", ""} {
		if _, valid := check.accepts(header); valid {
			t.Errorf("%q was accepted", header)
		}
	}
	if _, err := newTokenCheck(t.Context(), Settings{JWT: JWTSettings{PublicKey: "no key"}}); err == nil {
		t.Error("what is no key was taken")
	}
}
