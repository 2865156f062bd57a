"""The client of Bookshop: a method per operation."""

from __future__ import annotations

from typing import Any, Literal

from .api_models import Book, BookPage, Order
from .runtime.answers import ApiResponse
from .runtime.auth import Bearer
from .runtime.bodies import JsonBody
from .runtime.http import ApiClient


class BookshopClient(ApiClient):
    """Async client for Bookshop."""

    default_base_url = "https://bookshop.example.com/v1"
    env_prefix = "BOOKSHOP"
    user_agent = "mcp-bookshop"
    schemes = {"shop_token": Bearer(env="BOOKSHOP_API_TOKEN")}
    default_security = [["shop_token"]]

    async def search_books(
        self,
        *,
        query: str | None = None,
        author: str | None = None,
        genre: list[Literal["children", "crime", "novel", "poetry", "science", "travel"]]
        | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> ApiResponse:
        """Search the shelves: GET /books, answers with BookPage."""
        return await self._request(
            "GET",
            "/books",
            query={
                "query": query,
                "author": author,
                "genre": genre,
                "limit": limit,
                "cursor": cursor,
            },
            returns=BookPage,
        )

    async def add_book(
        self,
        *,
        isbn: str,
        title: str,
        authors: list[str],
        price: float,
        genre: Literal["children", "crime", "novel", "poetry", "science", "travel"] | None = None,
        stock: int | None = None,
        published: str | None = None,
    ) -> ApiResponse:
        """Put a book on the shelves: POST /books, answers with Book."""
        return await self._request(
            "POST",
            "/books",
            body=JsonBody(
                {
                    "isbn": isbn,
                    "title": title,
                    "authors": authors,
                    "price": price,
                    "genre": genre,
                    "stock": stock,
                    "published": published,
                }
            ),
            returns=Book,
        )

    async def get_book(self, *, isbn: str) -> ApiResponse:
        """Look at one book: GET /books/{isbn}, answers with Book."""
        return await self._request("GET", "/books/{isbn}", path={"isbn": isbn}, returns=Book)

    async def remove_book(self, *, isbn: str) -> ApiResponse:
        """Take a book off the shelves: DELETE /books/{isbn}, answers with nothing."""
        return await self._request("DELETE", "/books/{isbn}", path={"isbn": isbn}, accept="")

    async def change_book(self, *, isbn: str, body: dict[str, Any]) -> ApiResponse:
        """Change price or stock of a book: PATCH /books/{isbn}, answers with Book."""
        return await self._request(
            "PATCH",
            "/books/{isbn}",
            path={"isbn": isbn},
            body=JsonBody(body, whole=True),
            returns=Book,
        )

    async def place_order(
        self, *, customer: str, lines: list[dict[str, Any]], gift: bool | None = None
    ) -> ApiResponse:
        """Order books for a customer: POST /orders, answers with Order."""
        return await self._request(
            "POST",
            "/orders",
            body=JsonBody({"customer": customer, "lines": lines, "gift": gift}),
            returns=Order,
        )

    async def get_order(self, *, order_id: int) -> ApiResponse:
        """Look at one order: GET /orders/{orderId}, answers with Order."""
        return await self._request(
            "GET", "/orders/{orderId}", path={"orderId": order_id}, returns=Order
        )
