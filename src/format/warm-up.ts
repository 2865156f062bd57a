/**
 * What a thread formats and lints as soon as it has loaded ruff. V8 compiles each function of the WASM when it is first called:
 * for the first file that takes 0.2 s, for the next ones a millisecond. This text has the syntax of generated projects, so that
 * the compiling is over when the first real file comes. Measured: with it a file of 3 KB takes 2 ms instead of 200.
 */
export const WARM_UP_TEXT = `"""Docstring."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from mcp_sample.client import ApiClient, ApiError

__all__ = ["Pet", "Kind"]

NAMES: dict[str, tuple[str, int]] = {"first": ("one", 1), "second": ("two", 2), "third": ("three", 3), "fourth": ("four", 4)}
Kind = Literal["cat", "dog"] | None


class Pet(BaseModel):
    """A pet."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    id: int = Field(description="Its number.", ge=1)
    name: Annotated[str | None, Field(alias="petName", max_length=20)] = None

    @property
    def label(self) -> str:
        return f"{self.name!r}: {self.id:>3}" if self.name is not None and not self.id < 1 else ""


async def read(client: ApiClient, *names: str, limit: int = 10, **more: Any) -> AsyncIterator[Pet]:
    """Read pets.

    Args:
        client: The client.
    """
    try:
        async with client.session(timeout=limit, headers={"Accept": "application/json", **more}) as session:
            async for item in session.get("/pets/{petId}", params=[(key, value) for key, value in more.items() if value]):
                yield Pet(**item)
    except (ApiError, TimeoutError) as error:
        raise RuntimeError(f"cannot read: {error}") from error
    finally:
        await client.close()


@pytest.mark.parametrize(("tool", "arguments"), [("list_pets", {"limit": -1}), ("get_pet", {"petId": 1, "expand": True})])
async def test_tool(tool: str, arguments: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    results = await asyncio.gather(*(call(tool, arguments) for _ in range(3)), return_exceptions=True)
    assert results[0].structured["id"] == 1 and len(results) == 3, "wrong"
    for index, result in enumerate(results, start=1):
        if index > 2 or isinstance(result, Exception):
            continue
        elif result is None:
            break
        else:
            NAMES["last"] = (str(result), index * 2 + 1)
    with pytest.raises(ApiError, match="refused"):
        await call(lambda: (yield), {name: sorted(NAMES, key=lambda one: one[0])[0:2] for name in {"a", "b"}})
    monkeypatch.setattr("mcp_sample.client.NAMES", [*NAMES, "x" "y", b"z"])


if __name__ == "__main__":
    while True:
        asyncio.run(test_tool("list_pets", {}, pytest.MonkeyPatch()))
        del NAMES["first"]
`;

/** Options like those of a generated project: reading them is compiled as well. */
export const WARM_UP_OPTIONS = {
  'line-length': 100,
  'target-version': 'py313',
  src: ['src', 'tests'],
  lint: {
    select: ['E', 'W', 'F', 'I', 'B', 'C4', 'UP'],
    ignore: ['E501', 'B008'],
    isort: { 'known-first-party': ['mcp_sample'] },
  },
  format: {
    'quote-style': 'double',
    'indent-style': 'space',
    'skip-magic-trailing-comma': false,
    'line-ending': 'auto',
  },
} as const;
