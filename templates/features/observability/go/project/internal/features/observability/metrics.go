package observability

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

var buckets = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30}

// metrics is what is counted and timed, in a registry of its own. Labels are names of tools and operations, never values.
type metrics struct {
	running        prometheus.Gauge
	calls          *prometheus.CounterVec
	callSeconds    *prometheus.HistogramVec
	requests       *prometheus.CounterVec
	requestSeconds *prometheus.HistogramVec
	serve          http.HandlerFunc
}

func newMetrics() *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "mcp_requests_in_progress", Help: "Calls of tools that run"}),
		calls: prometheus.NewCounterVec(
			prometheus.CounterOpts{Name: "mcp_requests_total", Help: "Calls of tools"}, []string{"tool", "outcome"}),
		callSeconds: histogram("mcp_request_duration_seconds", "Time of calls of tools", "tool"),
		requests: prometheus.NewCounterVec(
			prometheus.CounterOpts{Name: "mcp_api_requests_total", Help: "Requests to the API"}, []string{"operation", "status"}),
		requestSeconds: histogram("mcp_api_request_duration_seconds", "Time of requests to the API, retries included", "operation"),
		serve:          promhttp.HandlerFor(registry, promhttp.HandlerOpts{}).ServeHTTP,
	}
	registry.MustRegister(m.running, m.calls, m.callSeconds, m.requests, m.requestSeconds)
	return m
}

func histogram(name, help, label string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, []string{label})
}

func (m *metrics) called(tool, outcome string, took time.Duration) {
	m.calls.WithLabelValues(tool, outcome).Inc()
	m.callSeconds.WithLabelValues(tool).Observe(took.Seconds())
}

func (m *metrics) asked(operation, status string, took time.Duration) {
	m.requests.WithLabelValues(operation, status).Inc()
	m.requestSeconds.WithLabelValues(operation).Observe(took.Seconds())
}
