#!/bin/sh
# Installs uv from PyPI into the private folder .uv/ of this project, with any Python 3 at hand.
set -u

for python in "${UV_PYTHON:-}" python3 python; do
    [ -n "$python" ] || continue
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null || continue
    echo "uv is not installed: fetching it from PyPI into .uv/" >&2
    rm -rf .uv
    "$python" -m venv .uv &&
        .uv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: 'uv>=0.9,<1' && exit 0
    rm -rf .uv
done
echo "uv could not be fetched. Install it, see https://docs.astral.sh/uv/, and try again." >&2
exit 1
