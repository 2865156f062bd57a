package rest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// writeCertificate makes a certificate for a client, and gives the names of its files.
func writeCertificate(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"}, NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, bytes []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("client.pem", "CERTIFICATE", der), write("client.key", "PRIVATE KEY", secret)
}

func TestTheConnectionShowsTheCertificate(t *testing.T) {
	certificate, key := writeCertificate(t)
	names := make(chan string, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		names <- request.TLS.PeerCertificates[0].Subject.CommonName
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.StartTLS()
	defer server.Close()
	c := client(t, nil, func(config *Config) {
		config.BaseURL = server.URL
		config.Schemes = map[string]Scheme{"mtls": MutualTLS{CertificateEnv: "CERT", KeyEnv: "KEY"}}
		config.Security = [][]string{{"mtls"}}
		config.Credentials = map[string]string{"CERT": certificate, "KEY": key}
	})
	transport, _ := c.http.Transport.(*http.Transport)
	transport.TLSClientConfig.RootCAs = x509.NewCertPool()
	transport.TLSClientConfig.RootCAs.AddCert(server.Certificate())
	if err := do(t, c); err != nil {
		t.Fatal(err)
	}
	if name := <-names; name != "client" {
		t.Error(name)
	}
}

func TestACertificateBesideATokenIsNotAskedFor(t *testing.T) {
	c := client(t, nil, func(config *Config) {
		config.Schemes = map[string]Scheme{"mtls": MutualTLS{CertificateEnv: "CERT", KeyEnv: "KEY"}, "bearer": Bearer{Env: "TOKEN"}}
		config.Credentials = map[string]string{"TOKEN": "token"}
	})
	if schemes, missing := c.choose([][]string{{"mtls", "bearer"}}, nil); len(schemes) != 2 || len(missing) != 0 {
		t.Error(schemes, missing)
	}
	if schemes, missing := c.choose([][]string{{"mtls"}}, nil); len(schemes) != 0 || len(missing) != 2 {
		t.Error(schemes, missing)
	}
}

func TestFilesThatAreNoCertificateAreAWrongSetting(t *testing.T) {
	t.Setenv("API_BASE_URL", "https://x")
	t.Setenv("CERT", filepath.Join(t.TempDir(), "none.pem"))
	_, err := NewClient(Config{EnvPrefix: "API", Schemes: map[string]Scheme{"mtls": MutualTLS{CertificateEnv: "CERT", KeyEnv: "KEY"}}})
	if err == nil || err.Error() != "CERT and KEY must name a certificate and its key, PEM files that this server may read" {
		t.Error(err)
	}
}
