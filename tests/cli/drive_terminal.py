"""Runs a command in a real terminal: waits for texts, types keys, and tells how it ended. Standard library only.

Reads one JSON object from stdin: {argv, cwd, env, columns, steps: [{expect, keys}], signal?}; prints one:
{code, text, raw, echo, cursor, missed}. `expect` is searched in what came since the last keys, without escapes.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[78=>]")
TIMEOUT_S = 20.0


def start(job):
    """The process, our end of its terminal, and its end of it: while we hold that, its settings can be read."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, job["columns"], 0, 0))
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for stream in range(3):
            os.dup2(slave, stream)
        os.chdir(job["cwd"])
        os.execve(job["argv"][0], job["argv"], job["env"])
    return pid, master, slave


def read(master, seconds):
    if not select.select([master], [], [], seconds)[0]:
        return ""
    try:
        return os.read(master, 65536).decode("utf-8", "replace")
    except OSError:
        return None


def wait_for(master, pattern, text):
    """All that came until the pattern showed and the screen was quiet; None when it never showed."""
    found, end = False, time.time() + TIMEOUT_S
    while time.time() < end:
        more = read(master, 0.1 if found else 0.5)
        if more is None:
            return text if re.search(pattern, ESCAPE.sub("", text)) else None
        if more == "" and found:
            return text
        text += more
        found = bool(re.search(pattern, ESCAPE.sub("", text)))
    return None


def finish(pid, master):
    """The rest of the output, and how the process ended. The terminal never hangs up, for we hold it."""
    text, end = "", time.time() + TIMEOUT_S
    while time.time() < end:
        text += read(master, 0.05) or ""
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            while more := read(master, 0.05):
                text += more
            return text, status
    os.kill(pid, signal.SIGKILL)
    return text, os.waitpid(pid, 0)[1]


def main():
    job = json.load(sys.stdin)
    pid, master, slave = start(job)
    raw, missed = "", None
    for step in job["steps"]:
        text = wait_for(master, step["expect"], "")
        if text is None:
            missed = step["expect"]
            os.kill(pid, signal.SIGKILL)
            break
        raw += text
        os.write(master, step["keys"].encode())
    if missed is None and job.get("signal"):
        os.kill(pid, getattr(signal, job["signal"]))
    rest, status = finish(pid, master)
    raw += rest
    echo = bool(termios.tcgetattr(slave)[3] & termios.ECHO)
    hidden, shown = raw.rfind("\x1b[?25l"), raw.rfind("\x1b[?25h")
    print(
        json.dumps(
            {
                "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
                "text": ESCAPE.sub("", raw).replace("\r", ""),
                "raw": raw,
                "echo": echo,
                "cursor": hidden <= shown,
                "missed": missed,
            }
        )
    )


main()
