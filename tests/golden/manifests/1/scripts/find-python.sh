#!/bin/sh
# Prints the path of a Python of the wanted version, or nothing. Version managers put shims on PATH that
# fail unless their version is selected, so every candidate is run before it is believed.
# Usage: find-python.sh 3.13
set -u
wanted=${1:?usage: find-python.sh VERSION}

works() {
    [ "$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]
}

for candidate in \
    "$(command -v "python$wanted" 2>/dev/null)" \
    "$(command -v python3 2>/dev/null)" \
    "$(command -v python 2>/dev/null)" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted"*/bin/python \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/python/"$wanted"*/bin/python \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/python/"$wanted"*/bin/python \
    "$HOME"/.local/share/uv/python/cpython-"$wanted"*/bin/python3 \
    "/opt/homebrew/opt/python@$wanted/bin/python$wanted" \
    "/usr/local/opt/python@$wanted/bin/python$wanted" \
    "/Library/Frameworks/Python.framework/Versions/$wanted/bin/python3"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && works "$candidate"; then
        # A shim depends on the folder it is called in: print the interpreter behind it.
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
exit 0
