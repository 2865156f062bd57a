"""The client of Swagger Petstore: a method per operation."""

from __future__ import annotations

from .api_models import Pet
from .runtime.answers import ApiResponse
from .runtime.bodies import JsonBody
from .runtime.encoding import Param
from .runtime.http import ApiClient


class PetstoreClient(ApiClient):
    """Async client for Swagger Petstore."""

    default_base_url = "http://petstore.swagger.io/api"
    env_prefix = "PETSTORE"
    user_agent = "mcp-petstore"

    async def find_pets(
        self, *, tags: list[str] | None = None, limit: int | None = None
    ) -> ApiResponse:
        """Returns all pets from the system that the user has access to: GET /pets, answers with list[Pet]."""
        return await self._request(
            "GET",
            "/pets",
            query={"tags": Param(tags, explode=False), "limit": limit},
            returns=list[Pet],
        )

    async def add_pet(self, *, name: str, tag: str | None = None) -> ApiResponse:
        """Creates a new pet in the store: POST /pets, answers with Pet."""
        return await self._request(
            "POST", "/pets", body=JsonBody({"name": name, "tag": tag}), returns=Pet
        )

    async def find_pet_by_id(self, *, id: int) -> ApiResponse:
        """Returns a user based on a single ID, if the user does not have access to the pet: GET /pets/{id}, answers with Pet."""
        return await self._request("GET", "/pets/{id}", path={"id": id}, returns=Pet)

    async def delete_pet(self, *, id: int) -> ApiResponse:
        """deletes a single pet based on the ID supplied: DELETE /pets/{id}, answers with nothing."""
        return await self._request("DELETE", "/pets/{id}", path={"id": id}, accept="")
