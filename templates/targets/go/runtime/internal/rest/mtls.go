package rest

import (
	"context"
	"crypto/tls"
	"os"
	"strings"
)

// MutualTLS is a client certificate: PEM files, named by variables.
type MutualTLS struct{ CertificateEnv, KeyEnv string }

func (m MutualTLS) variables() []string { return []string{m.CertificateEnv, m.KeyEnv} }

func (m MutualTLS) lacking(c *Client) []string { return c.unset(m.CertificateEnv, m.KeyEnv) }

func (m MutualTLS) header() string { return "" }

// apply has nothing to do: the connection shows the certificate.
func (m MutualTLS) apply(context.Context, *Client, *credentials) error { return nil }

// certificatesOf reads the certificates that connections show to servers that ask for one.
func certificatesOf(config Config) ([]tls.Certificate, error) {
	var certificates []tls.Certificate
	for _, scheme := range config.Schemes {
		files, isCertificate := scheme.(MutualTLS)
		if !isCertificate || config.file(files.CertificateEnv) == "" {
			continue
		}
		// One file may hold both.
		key := config.file(files.KeyEnv)
		if key == "" {
			key = config.file(files.CertificateEnv)
		}
		certificate, err := tls.LoadX509KeyPair(config.file(files.CertificateEnv), key)
		if err != nil {
			return nil, &SettingsError{files.CertificateEnv + " and " + files.KeyEnv +
				" must name a certificate and its key, PEM files that this server may read"}
		}
		certificates = append(certificates, certificate)
	}
	return certificates, nil
}

func (config Config) file(variable string) string {
	if given, isGiven := config.Credentials[variable]; isGiven {
		return given
	}
	return strings.TrimSpace(os.Getenv(variable))
}
