"""What may be shown and logged."""

import base64
import json
import logging

import pytest

from mcp_pets.runtime.logs import configure_logging, describe, log
from mcp_pets.runtime.redaction import error_details, redact, register_secret, shown

SECRET = "s3cret/värde"


def test_a_credential_is_replaced_in_every_spelling() -> None:
    register_secret(SECRET)
    encoded = base64.b64encode(SECRET.encode()).decode()
    assert redact(f"{SECRET} s3cret%2Fv%C3%A4rde {encoded}") == "*** *** ***"


def test_short_values_do_not_blank_out_words() -> None:
    register_secret("test")
    assert redact("a test") == "a test"


@pytest.mark.parametrize(
    "text", ["Bearer abcdefgh", "password=abcdefgh", 'token": abcdefgh', "api-key: abcdefgh"]
)
def test_what_looks_like_a_credential_is_masked(text: str) -> None:
    assert "abcdefgh" not in shown(text)


def test_ordinary_sentences_stay_readable() -> None:
    assert shown("The token has expired.") == "The token has expired."


def test_texts_from_outside_are_one_visible_capped_line() -> None:
    assert shown("a\x1b[2J\nb\u202ec" + "x" * 999, 20) == "a [2J b c" + "x" * 10 + "…"


def test_only_members_that_describe_the_problem_are_shown() -> None:
    body = {
        "code": 7,
        "Message": "m" * 300,
        "trace": "at x",
        "errors": [{"field": "name", "stack": "s"}, "plain", None, {"stack": 1}],
        "error": {"error": {"error": {"error": {"code": 1}}}},
    }
    assert error_details(body) == {
        "code": 7,
        "Message": "m" * 199 + "…",
        "errors": [{"field": "name"}, "plain"],
    }
    assert error_details("text") is None


def test_log_lines_are_redacted_json_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    register_secret(SECRET)
    log(logging.INFO, "event", token=SECRET)
    try:
        raise ValueError("a value from upstream")
    except ValueError as error:
        logging.getLogger("x").exception("failed")
        place = describe(error)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0]["token"] == "***"
    assert lines[1]["exception"] == "ValueError"
    assert "upstream" not in json.dumps(lines[1])
    assert place["at"].startswith(__name__)


def test_a_traceback_in_a_message_is_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    logging.getLogger("uvicorn").error("Traceback (most recent call last):\n secret")
    assert json.loads(capsys.readouterr().err)["event"] == "unhandled exception"
