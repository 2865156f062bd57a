"""The questions, and what counts as an answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUESTIONS = Path(__file__).with_name("questions.json")


@dataclass(frozen=True, slots=True)
class ExpectedCall:
    """A call of a tool.

    Attributes:
        tool: The name of the tool.
        arguments: All of its arguments.
    """

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, and the calls that answer it, in any order.

    Attributes:
        id: A name that is used once.
        question: The words.
        calls: Every one of them has to be made; others may be made as well.
    """

    id: str
    question: str
    calls: tuple[ExpectedCall, ...]


def load_questions(path: Path = QUESTIONS) -> list[Question]:
    """Read the questions."""
    return [
        Question(one["id"], one["question"], tuple(call_of(call) for call in one["calls"]))
        for one in json.loads(path.read_bytes())
    ]


def call_of(said: dict[str, Any]) -> ExpectedCall:
    """A call; one that goes through `call_operation` is that of the operation behind it."""
    arguments = said.get("arguments") or {}
    if said["tool"] == "call_operation":
        return ExpectedCall(str(arguments.get("name")), arguments.get("arguments") or {})
    return ExpectedCall(said["tool"], arguments)


def is_answered(question: Question, made: Sequence[ExpectedCall]) -> bool:
    """Whether every call that the question wants was made, with just its arguments."""
    return all(wanted in made for wanted in question.calls)
