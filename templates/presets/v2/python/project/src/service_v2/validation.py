"""Parameters that several routes have."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class PaginationParams(BaseModel):
    """Which part of a list is wanted."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(default=1, ge=1)
    page_size: int = Field(default=100, ge=1, le=1000)

    def of(self, items: Sequence[T]) -> Sequence[T]:
        """The items of that page; none after the last one."""
        first = (self.page - 1) * self.page_size
        return items[first : first + self.page_size]
