#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image. It installs Python, the packages and the
# outer box. Set AUTOGRADER_ROOT to try it out in another folder.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"

find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    if ! find_python >/dev/null || ! command -v bwrap >/dev/null; then apt-get update -qq; fi
    if ! find_python >/dev/null; then
        apt-get install -y -qq python3.11 python3.11-venv || apt-get install -y -qq python3 python3-venv
    fi
    # The outer box. Where it cannot be installed or used, the inner layers lock submissions in.
    command -v bwrap >/dev/null || apt-get install -y -qq bubblewrap || true
fi
if ! python="$(find_python)"; then
    echo "setup.sh needs Python 3.11 or newer with venv. Choose a newer base image." >&2
    exit 1
fi

[ -x "$root/venv/bin/python" ] || "$python" -m venv "$root/venv"
# The CPU build of torch: the one on PyPI brings several GB for graphics cards.
index="${TORCH_INDEX-https://download.pytorch.org/whl/cpu}"
"$root/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    ${index:+--extra-index-url "$index"} --requirement "$root/source/requirements.txt"
# Submissions run as an unprivileged user, who must be able to read the packages.
chmod -R a+rX "$root/venv"

# Show in the log of the build how strong the box is.
cd "$root/source"
PYTHONPATH="$root/source" PYTHONSAFEPATH=1 "$root/venv/bin/python" -m grader.cli doctor || true
