"""Business logic: plain functions with typed contracts, which know nothing of MCP."""

from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, Field

from ..runtime.errors import CallError


class BusinessError(CallError):
    """Something that the rules of the business forbid. The text is shown to the model."""

    category = "business_error"


class TextRequest(BaseModel):
    """What the tool takes."""

    text: str = Field(max_length=1000, description="Text to count")


class TextResponse(BaseModel):
    """What the tool answers."""

    words: int = Field(description="Number of words")
    processed_at: AwareDatetime = Field(description="When it was counted")


def count_words(request: TextRequest) -> TextResponse:
    """Count the words of a text.

    Raises:
        BusinessError: There is nothing to count.
    """
    words = request.text.split()
    if not words:
        raise BusinessError("The text is empty: send at least one word.")
    return TextResponse(words=len(words), processed_at=datetime.now(UTC))
