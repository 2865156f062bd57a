"""Questions that a model answers by calling tools of this server."""
