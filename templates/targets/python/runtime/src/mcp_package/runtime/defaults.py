"""Settings of this project that are other than the usual ones while the environment does not name them."""

from collections.abc import Mapping

DEFAULTS: Mapping[str, str] = {}
