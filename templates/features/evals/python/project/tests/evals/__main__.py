"""Have an MCP client answer the questions, and count.

    python -m tests.evals [--least 0.9] [--only TEXT] -- COMMAND…

COMMAND is any MCP client with a model. In its arguments {question} stands for the words of a
question and {config} for a file that names the server as most clients want it ("mcpServers").
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .questions import ExpectedCall, Question, call_of, is_answered, load_questions

ROOT = Path(__file__).parents[2]
SECONDS = 300


def ask(command: Sequence[str], question: Question, folder: Path) -> list[ExpectedCall]:
    """Have the client answer one question.

    Returns:
        The calls that it made.
    """
    calls = folder / "calls.jsonl"
    calls.unlink(missing_ok=True)
    config = folder / "mcp.json"
    config.write_text(json.dumps(client_config(calls)), encoding="utf-8")
    filled = [
        part.replace("{question}", question.question).replace("{config}", str(config))
        for part in command
    ]
    subprocess.run(filled, check=False, timeout=SECONDS, stdout=subprocess.DEVNULL)
    lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    return [call_of(json.loads(line)) for line in lines]


def client_config(calls: Path) -> dict[str, object]:
    """The configuration of a client: the server with the recorder before it."""
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    server = {
        "command": sys.executable,
        "args": ["-m", "tests.evals.recorder", str(calls)],
        "env": {"PYTHONPATH": os.pathsep.join(path for path in paths if path)},
    }
    return {"mcpServers": {"mcp-package": server}}


def main(arguments: Sequence[str]) -> int:
    """Ask everything; 0 when enough was answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals")
    parser.add_argument("--least", type=float, default=0.9, help="share that has to be right")
    parser.add_argument("--only", default="", help="questions whose id has this in it")
    parser.add_argument(
        "command", nargs="+", help="the client; {question} and {config} are filled in"
    )
    options = parser.parse_args(arguments)
    questions = [one for one in load_questions() if options.only in one.id]
    right = 0
    with tempfile.TemporaryDirectory() as folder:
        for question in questions:
            made = ask(options.command, question, Path(folder))
            good = is_answered(question, made)
            right += good
            said = "" if good else f"  called {[call.tool for call in made]}"
            print(f"{'right' if good else 'WRONG'}  {question.id}{said}")
    print(f"{right} of {len(questions)} right")
    return 0 if questions and right >= options.least * len(questions) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
