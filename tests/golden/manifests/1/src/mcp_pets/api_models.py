"""What Pets takes and answers with, as pydantic models."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


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


class Pet(Model):
    """Pet."""

    id: str
    name: str | None = None
