"""What all tests share: settings that are made up, and nothing of the machine's own."""

import json
import os
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a server under test."""
    made_up: dict[str, str] = json.loads((HERE / "environment.json").read_text())
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    source = str(HERE.parent / "src")
    return kept | {"PYTHONPATH": source, "PYTHONHASHSEED": "0"} | made_up


@pytest.fixture
def command() -> list[str]:
    """How a server under test is started."""
    arguments: list[str] = json.loads((HERE / "arguments.json").read_text())
    return [sys.executable, "-m", "mcp_package.server", *arguments]
