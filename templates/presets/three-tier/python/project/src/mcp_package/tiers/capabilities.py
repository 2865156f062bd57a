"""One registration, three interfaces: every capability is a resource, a tool and a prompt."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mcp_types import ToolAnnotations

from ..runtime.tools import ToolServer

Data = Mapping[str, Any]
READ_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that the server knows.

    Attributes:
        name: One word, such as `status`.
        about: One sentence for models and people.
        read: Finds it out.
        guide: What to do with it, in words.
    """

    name: str
    about: str
    read: Callable[[], Awaitable[Data]]
    guide: Callable[[Data], str]


def register(server: ToolServer, capability: Capability) -> None:
    """Add `{server}://{name}`, the tool `get_{name}` and the prompt `about_{name}`."""
    name, about = capability.name, capability.about

    async def as_resource() -> str:
        return json.dumps(await capability.read(), default=str)

    async def as_tool() -> dict[str, Any]:
        return dict(await capability.read())

    async def as_prompt() -> str:
        return capability.guide(await capability.read())

    uri = f"{server.name}://{name}"
    server.resource(uri, name=name, description=about, mime_type="application/json")(as_resource)
    add_tool(server, as_tool, f"get_{name}", about)
    server.prompt(name=f"about_{name}", description=about)(as_prompt)


def add_tool(
    server: ToolServer,
    handler: Callable[..., Awaitable[Any]],
    name: str,
    about: str,
    annotations: ToolAnnotations = READ_ONLY,
) -> None:
    """Add a tool; where the API has one of that name, ours is called `server_{name}`."""
    server.add_tool(
        handler,
        name=free_name(server, name),
        title=about.rstrip("."),
        description=about,
        annotations=annotations,
        structured_output=False,
    )


def free_name(server: ToolServer, name: str) -> str:
    """A name that no operation of the API has."""
    while name in server.catalog.operations:
        name = f"server_{name}"
    return name
