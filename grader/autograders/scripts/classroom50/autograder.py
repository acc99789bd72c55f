"""
Classroom 50's autograder: grade the checkout in the working folder and write result.json.

The kit (kit.zip: the grader, the solutions and the hidden tests) is the zip or folder that
GRADER_KIT names on a runner of your own, or else kit.zip beside this file. Files beside this one
are public: Classroom 50 serves them on the organization's pages.

Needs Python 3.11 or newer. Missing packages are installed into a separate environment. Exits 0
if the submission was judged, whatever its score, and 1 if it could not be judged.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

TORCH_INDEX = os.environ.get("TORCH_INDEX", "https://download.pytorch.org/whl/cpu")
ARE_THERE = "import importlib.metadata, sys; list(map(importlib.metadata.version, sys.argv[1:]))"


def main() -> int:
    checkout = Path.cwd()
    scratch = Path(tempfile.mkdtemp(prefix="grader-", dir=os.environ.get("RUNNER_TEMP")))
    scratch.chmod(0o755)
    kit = find_kit(scratch)
    # Nothing of the checkout may come onto Python's path: a torch.py there would run unboxed.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    clean |= {"PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    python = find_python(kit, scratch, clean)
    command = [
        python,
        "-m",
        "grader.cli",
        "classroom50",
        str(checkout),
        "--course",
        f"{kit}/course",
    ]
    return subprocess.run(command, cwd=kit, env={**clean, "PYTHONPATH": str(kit)}).returncode


def find_kit(scratch: Path) -> Path:
    kit = Path(os.environ.get("GRADER_KIT") or Path(__file__).resolve().parent / "kit.zip")
    if kit.is_dir():
        return kit.resolve()
    if not kit.is_file():
        sys.exit(f"{kit} is missing. Set GRADER_KIT to the kit, or put kit.zip beside this file.")
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(scratch / "kit")
    return scratch / "kit"


def find_python(kit: Path, scratch: Path, environment: dict[str, str]) -> str:
    """Return this Python if it has what is needed, else a new environment that does."""
    needs = (kit / "requirements.txt").read_text().split("\n")
    names = [re.split(r"[^\w.-]", need)[0] for need in needs if need]
    look = [sys.executable, "-c", ARE_THERE, *names]
    if subprocess.run(look, cwd=kit, env=environment, stderr=subprocess.DEVNULL).returncode == 0:
        return sys.executable
    # A link to the interpreter, not a copy: the box shows the one of the system.
    venv.create(scratch / "venv", with_pip=True, symlinks=True)
    python = str(scratch / "venv" / "bin" / "python")
    index = ["--extra-index-url", TORCH_INDEX] if TORCH_INDEX else []
    install = [python, "-m", "pip", "install", "--quiet", *index, "-r", f"{kit}/requirements.txt"]
    if subprocess.run(install, cwd=kit, env=environment).returncode:
        sys.exit("The grader's packages cannot be installed; pip says above why.")
    return python


if __name__ == "__main__":
    sys.exit(main())
