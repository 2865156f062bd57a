"""Looks at a service that runs: health, info, metrics. `python scripts/smoke.py http://127.0.0.1:8000`"""

import sys
import urllib.request

CHECKS = {"/health": '"status"', "/info": '"service_name"', "/metrics": "request_seconds"}


def look(address: str) -> list[str]:
    """What is wrong; nothing when all is well."""
    wrong = []
    for path, says in CHECKS.items():
        try:
            with urllib.request.urlopen(address.rstrip("/") + path, timeout=10) as answer:
                text = answer.read().decode(errors="replace")
        except OSError as error:
            wrong.append(f"{path}: {error}")
            continue
        if says not in text:
            wrong.append(f"{path}: does not say {says}")
    return wrong


if __name__ == "__main__":
    problems = look(sys.argv[1])
    print("\n".join(problems) or "all is well")
    raise SystemExit(1 if problems else 0)
