"""What Bookshop takes and answers with, as pydantic models."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Base of all models: members that the document does not know are kept, wire names are written."""

    model_config = ConfigDict(
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        protected_namespaces=(),
        defer_build=True,
    )


class Genre(StrEnum):
    """Genre."""

    CHILDREN = "children"
    CRIME = "crime"
    NOVEL = "novel"
    POETRY = "poetry"
    SCIENCE = "science"
    TRAVEL = "travel"


class Book(Model):
    """Book."""

    isbn: str
    title: str
    authors: list[str]
    genre: Genre | None = None
    price: float = Field(description="In euros")
    stock: int | None = None
    published: str | None = None
    added: str
    note: str | None = None


class BookPage(Model):
    """Book page."""

    books: list[Book]
    next: str | None = Field(
        default=None, description="Cursor of the next page; missing on the last one"
    )


class NewBook(Model):
    """New book."""

    isbn: str
    title: str
    authors: list[str]
    genre: Genre | None = None
    price: float = Field(description="In euros")
    stock: int | None = None
    published: str | None = None


class AddBookError(Model):
    """Add book error."""

    message: str


class ChangeBookBody(Model):
    """Change book body."""

    price: float | None = Field(default=None, description="In euros")
    stock: int | None = None
    note: str | None = Field(default=None, description="For the staff; null removes it")


class OrderLine(Model):
    """Order line."""

    isbn: str
    quantity: int


class NewOrder(Model):
    """New order."""

    customer: str
    lines: list[OrderLine]
    gift: bool | None = None


class Order(Model):
    """Order."""

    id: int
    customer: str
    lines: list[OrderLine]
    gift: bool | None = None
    total: float = Field(description="In euros")
    status: Literal["placed", "packed", "sent", "returned"]
