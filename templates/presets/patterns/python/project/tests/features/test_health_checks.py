"""Tests of /health."""

import json
from collections.abc import Sequence

import pytest

from mcp_package.features.health import Health
from mcp_package.features.health_checks import HealthChecks
from mcp_package.runtime.extensions import Dependency, Extension
from mcp_package.runtime.tools import ToolServer

from .over_http import serving


class Needs(Extension):
    """Depends on one thing."""

    def __init__(self, problem: str) -> None:
        self.problem = problem

    async def dependencies(self) -> Sequence[Dependency]:
        return [Dependency("database", self.problem)]


@pytest.mark.parametrize(("problem", "status"), [("", "healthy"), ("TimeoutError", "degraded")])
@pytest.mark.parametrize("ready", [True, False])
async def test_a_problem_degrades_and_the_server_stays_up(
    problem: str, status: str, ready: bool
) -> None:
    extensions = [HealthChecks(), Needs(problem), *([Health()] if ready else [])]
    server = ToolServer("x", version="1", tools=[], extensions=extensions)
    async with serving(server) as http:
        answer = await http.get("/health")
    assert answer.status == 200
    said = json.loads(answer.text)
    assert (said["status"], said["service"]) == (status, "x")
    assert said["checks"] == {"database": problem or "healthy"}
    assert said["timestamp"].endswith("+00:00")
