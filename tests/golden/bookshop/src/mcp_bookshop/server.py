"""The MCP server of Bookshop: a tool per operation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult

from . import __version__, custom_tools
from .api_client import BookshopClient
from .runtime.results import answer
from .runtime.serving import create_app, run
from .runtime.tools import ToolServer


@asynccontextmanager
async def lifespan(server: MCPServer[Any]) -> AsyncIterator[BookshopClient]:
    """Open the API client when the server starts, and close it at the end."""
    client = BookshopClient()
    try:
        yield client
    finally:
        await client.close()


def get_client(ctx: Context[Any, Any]) -> BookshopClient:
    """The API client of the running server."""
    client: BookshopClient = ctx.request_context.lifespan_context
    return client


mcp = ToolServer(
    "bookshop",
    title="Bookshop",
    version=__version__,
    tools=Path(__file__).with_name("tools.json"),
    lifespan=lifespan,
    mode="static",
)
custom_tools.register(mcp)


@mcp.operation()
async def search_books(
    ctx: Context[Any, Any],
    query: str | None = None,
    author: str | None = None,
    genre: list[Literal["children", "crime", "novel", "poetry", "science", "travel"]] | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> CallToolResult:
    """Search the shelves.

    Finds books by words in their title or by author. Answers come in pages.

    Args:
        ctx: The MCP context of this call.
        query: Words of the title
        author: Family name of an author
        genre: Only these genres
        limit: Books per page
        cursor: Where the page starts, as `next` of the page before says

    Returns:
        The answer of GET /books: A page of books.
    """
    return await answer(
        ctx,
        get_client(ctx).search_books(
            query=query, author=author, genre=genre, limit=limit, cursor=cursor
        ),
    )


@mcp.operation()
async def add_book(
    ctx: Context[Any, Any],
    isbn: str,
    title: str,
    authors: list[str],
    price: float,
    genre: Literal["children", "crime", "novel", "poetry", "science", "travel"] | None = None,
    stock: int | None = None,
    published: str | None = None,
) -> CallToolResult:
    """Put a book on the shelves.

    Args:
        ctx: The MCP context of this call.
        isbn: Member isbn of the request body.
        title: Member title of the request body.
        authors: Member authors of the request body.
        price: In euros
        genre: Member genre of the request body.
        stock: Member stock of the request body.
        published: Member published of the request body.

    Returns:
        The answer of POST /books: The book as it now stands there.
    """
    return await answer(
        ctx,
        get_client(ctx).add_book(
            isbn=isbn,
            title=title,
            authors=authors,
            price=price,
            genre=genre,
            stock=stock,
            published=published,
        ),
    )


@mcp.operation()
async def get_book(ctx: Context[Any, Any], isbn: str) -> CallToolResult:
    """Look at one book.

    Args:
        ctx: The MCP context of this call.
        isbn: ISBN with 13 digits

    Returns:
        The answer of GET /books/{isbn}: The book.
    """
    return await answer(ctx, get_client(ctx).get_book(isbn=isbn))


@mcp.operation()
async def remove_book(ctx: Context[Any, Any], isbn: str) -> CallToolResult:
    """Take a book off the shelves.

    Args:
        ctx: The MCP context of this call.
        isbn: ISBN with 13 digits

    Returns:
        The answer of DELETE /books/{isbn}: It is gone.
    """
    return await answer(ctx, get_client(ctx).remove_book(isbn=isbn))


@mcp.operation()
async def change_book(ctx: Context[Any, Any], isbn: str, body: dict[str, Any]) -> CallToolResult:
    """Change price or stock of a book.

    Args:
        ctx: The MCP context of this call.
        isbn: ISBN with 13 digits
        body: The request body.

    Returns:
        The answer of PATCH /books/{isbn}: The book after the change.
    """
    return await answer(ctx, get_client(ctx).change_book(isbn=isbn, body=body))


@mcp.operation()
async def place_order(
    ctx: Context[Any, Any], customer: str, lines: list[dict[str, Any]], gift: bool | None = None
) -> CallToolResult:
    """Order books for a customer.

    Takes the books out of the stock at once. An order cannot be changed later.

    Args:
        ctx: The MCP context of this call.
        customer: Member customer of the request body.
        lines: Member lines of the request body.
        gift: Member gift of the request body.

    Returns:
        The answer of POST /orders: The order.
    """
    return await answer(ctx, get_client(ctx).place_order(customer=customer, lines=lines, gift=gift))


@mcp.operation()
async def get_order(ctx: Context[Any, Any], order_id: int) -> CallToolResult:
    """Look at one order.

    Args:
        ctx: The MCP context of this call.
        order_id: Path parameter orderId.

    Returns:
        The answer of GET /orders/{orderId}: The order.
    """
    return await answer(ctx, get_client(ctx).get_order(order_id=order_id))


app = create_app(mcp)


def main() -> None:
    """Serve MCP: stdio, or HTTP with `--http`."""
    run(mcp, "mcp-bookshop")


if __name__ == "__main__":
    main()
