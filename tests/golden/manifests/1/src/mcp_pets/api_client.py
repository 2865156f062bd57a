"""The client of Pets: a method per operation."""

from __future__ import annotations

from .api_models import Pet
from .runtime.answers import ApiResponse
from .runtime.http import ApiClient


class PetsClient(ApiClient):
    """Async client for Pets."""

    default_base_url = "https://pets.example"
    env_prefix = "PETS"
    user_agent = "mcp-pets"

    async def list_pets(self, *, limit: int | None = None) -> ApiResponse:
        """Lists the pets: GET /pets, answers with nothing."""
        return await self._request("GET", "/pets", query={"limit": limit}, accept="")

    async def get_pet(self, *, id: str) -> ApiResponse:
        """One pet: GET /pets/{id}, answers with Pet."""
        return await self._request("GET", "/pets/{id}", path={"id": id}, returns=Pet)
