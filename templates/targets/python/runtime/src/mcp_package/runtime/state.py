"""Tokens that outlive the process: in the user's state folder, readable by nobody else."""

import contextlib
import json
import os
import tempfile
from pathlib import Path


class TokenFile:
    """Tokens of one client at one authorization server.

    Args:
        name: What tells it from others; the name of the variable of its client id.
    """

    def __init__(self, name: str) -> None:
        self._name = "".join(c for c in name.lower() if c.isalnum() or c == "_")

    @property
    def path(self) -> Path:
        """`$MCP_STATE_DIR`, or `mcp-servers` in the state folder of the user."""
        folder = os.environ.get("MCP_STATE_DIR", "")
        if folder:
            return Path(folder) / f"{self._name}.json"
        usual = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
        base = Path(usual) if usual else Path.home() / ".local" / "state"
        return base / "mcp-servers" / f"{self._name}.json"

    def read(self, owner: str) -> dict[str, str]:
        """The tokens, where they were written for the same owner; {} where there are none."""
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict) or found.get("owner") != owner:
            return {}
        return {str(key): value for key, value in found.items() if isinstance(value, str)}

    def write(self, owner: str, tokens: dict[str, str]) -> None:
        """Replace the tokens, whole or not at all. Where nothing can be written, they are lost."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A file of tempfile is its owner's alone from the beginning (0600).
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".token-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"owner": owner, **tokens}, file)
            os.replace(temporary, self.path)
