"""A virtual environment with the packages of this one, but without the grader."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.box.sandbox import package_folders, unreadable_for_others


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that the unprivileged user of the box may enter, as on a platform."""
    folder = Path(tempfile.mkdtemp(prefix="platform-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def clean_folder() -> Iterator[Path]:
    """Give such a folder with an environment ``venv`` that lacks the grader."""
    with open_folder() as folder:
        python = make_environment(folder / "venv")
        absent = run([python, "-c", "import grader"], folder, bare(folder))
        assert "No module named 'grader'" in absent.stderr
        yield folder


def names_in(archive: Path) -> set[str]:
    """Return the names in a zip."""
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def make_environment(folder: Path, *, pip: bool = True) -> Path:
    """
    Make a virtual environment at *folder* and return its Python.

    torch is not installed again: a .pth file names the package folders of this environment.
    The .pth files in those folders are not read, so the grader, which is installed as editable,
    is not found.
    """
    options = [] if pip else ["--without-pip"]
    subprocess.run([readable_python(), "-m", "venv", *options, str(folder)], check=True)
    python = folder / "bin" / "python"
    purelib = sysconfig.get_path("purelib", vars={"base": str(folder)})
    here = [path for path in package_folders() if Path(path, "torch").is_dir()]
    (Path(purelib) / "packages.pth").write_text("".join(f"{path}\n" for path in here))
    return python


def readable_python() -> str:
    """Return a Python of this version that the unprivileged user of the box can read."""
    if not unreadable_for_others():
        return sys.executable
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not os.path.realpath("/usr/bin/python3").endswith(version):
        pytest.skip(f"no Python {version} that others than root can read")
    return "/usr/bin/python3"


def bare(folder: Path, **more: object) -> Mapping[str, str]:
    """Return environment variables for a process: PATH without this environment, and few more."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    path = os.environ["PATH"].split(":")
    kept = ":".join(part for part in path if ".venv" not in part)
    return {"PATH": kept, "HOME": str(home), "LANG": "C.UTF-8"} | {
        name: str(value) for name, value in more.items()
    }


def run(command: list[object], cwd: Path, env: Mapping[str, str], limit_s: float = 300):
    """Run a command and return its exit code and output."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=limit_s,
    )
