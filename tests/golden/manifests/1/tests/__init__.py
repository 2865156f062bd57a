"""Tests of the generated server. They need no network: the API is played by a server on loopback."""

import pytest

pytest.register_assert_rewrite("tests.upstream")
