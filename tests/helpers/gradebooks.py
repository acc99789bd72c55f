"""What the tests of the gradebook share: results without a box, databases, a real PostgreSQL."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from nbgrader import api

from grader.errors import GradebookError, GraderError
from grader.results.records import Result
from grader.results.store import ResultStore
from grader.text import clean

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))


def program(name: str) -> str:
    """Return a program of the environment that runs the tests."""
    return str(Path(sys.executable).parent / name)


def nbgrader(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in a course, as a teacher would."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        [program("nbgrader"), *words],
        cwd=course,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )


def write(folder: Path, *results: Result) -> Path:
    """Write results as ``grader autograde`` does."""
    store = ResultStore(folder)
    for each in results:
        store.write(each)
    return folder


@contextmanager
def postgres() -> Iterator[str]:
    """
    Run a PostgreSQL server of its own on a free loopback port and yield a URL.

    It refuses to run as root, so root starts it as nobody.
    """
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        who = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    programs = POSTGRES[-1].parent
    data = folder / "data"
    quiet = {"cwd": folder, "capture_output": True, "check": True}
    login = ["--username", "teacher", "--auth", "trust", "--no-sync", "--encoding", "UTF8"]
    subprocess.run([programs / "initdb", "-D", data, *login], **quiet, **who)  # type: ignore[call-overload]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c fsync=off"
    )
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    quiet["capture_output"] = False
    quiet |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*control, "-o", options, "start"], **quiet, **who)  # type: ignore[call-overload]
    try:
        yield f"postgresql://teacher@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet, **who)  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)


def book(course: Path):
    """Open the gradebook as nbgrader does."""
    return api.Gradebook(f"sqlite:///{course}/gradebook.db")


def dump(course: Path) -> list[str]:
    """Return the whole database as text."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        return list(connection.iterdump())


def put(path: Path, text: str) -> Path:
    """Write a file with its folders, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def exercise_ids(toy) -> list[str]:
    """Return the ids of the exercises of the toy unit."""
    return [exercise.id for exercise in toy.unit.exercises]


def failure(results: Path, course: Path, db: str = "", kind=GradebookError) -> str:
    """Return the one line of the refusal to write."""
    from grader.nbgrader.gradebook.write_results import write_results

    with pytest.raises(kind) as caught:
        write_results(results, course, db)
    line = str(caught.value)
    assert isinstance(caught.value, GraderError)
    assert clean(line) == line
    return line
