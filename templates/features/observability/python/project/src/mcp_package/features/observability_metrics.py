"""Metrics for Prometheus, in a registry of their own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """What is counted and timed. Labels are names of tools and operations, never values."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._added: list[Collector] = []
        self.in_progress = Gauge(
            "mcp_requests_in_progress", "Calls of tools that run", registry=self._registry
        )
        self._calls = Counter(
            "mcp_requests", "Calls of tools", ["tool", "outcome"], registry=self._registry
        )
        self._call_seconds = Histogram(
            "mcp_request_duration_seconds",
            "Time of calls of tools",
            ["tool"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._requests = Counter(
            "mcp_api_requests",
            "Requests to the API",
            ["operation", "status"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "mcp_api_request_duration_seconds",
            "Time of requests to the API, retries included",
            ["operation"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def add(self, collector: Collector) -> None:
        """Show something else, too; once, however often it is said."""
        if collector not in self._added:
            self._added.append(collector)
            self._registry.register(collector)

    def called(self, tool: str, outcome: str, seconds: float) -> None:
        """Count a call of a tool."""
        self._calls.labels(tool, outcome).inc()
        self._call_seconds.labels(tool).observe(seconds)

    def asked(self, operation: str, status: str, seconds: float) -> None:
        """Count a request to the API."""
        self._requests.labels(operation, status).inc()
        self._request_seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """What Prometheus reads."""
        return generate_latest(self._registry)
