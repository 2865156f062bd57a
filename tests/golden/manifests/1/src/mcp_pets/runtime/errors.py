"""Errors whose text is meant for the model that called the tool: what is wrong and what to change."""

from typing import Any, Literal

Category = Literal["client_error", "server_error", "business_error"]

_BUSINESS = frozenset({402, 409, 410, 412, 422, 423, 424, 428})


class CallError(Exception):
    """A call that did not succeed. The text is shown to the model and holds no secret."""

    category: Category = "client_error"


class ArgumentError(CallError):
    """An argument that cannot be sent. Raised before any request is made."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"Argument {name}: {problem}.")


class ApiError(CallError):
    """The API refused, failed, or could not be reached.

    Attributes:
        status: The HTTP status; 0 when there was no answer.
        message: What happened and what to do.
        details: Members of the error body that describe the problem, redacted and capped.
        category: Who has to act: the caller, the API, or the caller's data against its rules.
    """

    def __init__(self, status: int, message: str, details: dict[str, Any] | None = None) -> None:
        self.status = status
        self.message = message
        self.details = details
        self.category = category_of(status)
        super().__init__(message)


class InvalidAnswer(Exception):
    """An answer that cannot be used. The client raises it on as its own `ApiError`."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class SettingsError(Exception):
    """An environment variable with a value that cannot be used."""


def category_of(status: int) -> Category:
    """Sort an HTTP status into the three kinds of error."""
    if status in _BUSINESS:
        return "business_error"
    return "client_error" if 400 <= status < 500 else "server_error"
