"""What the service is called, in the port registry and to those who ask."""

SERVICE = "service_v2"
