"""The walls that a machine can build: without bubblewrap, with a private Python, with none."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY

from grader.box import sandbox
from grader.box.sandbox import Walls, outer_command, package_folders, unreadable_for_others
from grader.box.zygote import Zygote
from grader.errors import BoxFailed, BoxUnavailable


def test_missing_walls_are_refused_unless_told_otherwise():
    """Without any wall nothing is graded by accident."""
    nothing = Walls(outer=False, inner=False, why_no_outer="bubblewrap is not installed")
    own = Zygote(nothing)

    with pytest.raises(
        BoxUnavailable, match=r"locked in here: bubblewrap is not installed\. Add --unsafe only"
    ):
        own.start()
    own.stop()


@pytest.mark.parametrize(
    ("program", "tried", "words"),
    [
        (None, None, 'bubblewrap is not installed ("apt-get install bubblewrap")'),
        ("bwrap", (1, "bwrap: no\nbwrap: setting up uid map: denied\n"), "uid map: denied)"),
        ("bwrap", (127, ""), "bubblewrap does not work here (exit code 127)"),
        ("bwrap", (0, ""), ""),
    ],
)
def test_bubblewrap_is_tried_and_not_assumed(program, tried, words, monkeypatch):
    """The reason is bubblewrap's own last line, where it printed one."""
    monkeypatch.setattr(shutil, "which", lambda _name: program)
    done = tried and subprocess.CompletedProcess([], tried[0], "", tried[1])
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: done)

    why = sandbox.why_no_bubblewrap()

    assert why.endswith(words)
    assert bool(why) is bool(words)


def test_bubblewrap_works_where_ended_children_were_ignored(walls):
    """Whoever started the grader may have ignored SIGCHLD; bubblewrap would wait for ever."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert sandbox.why_no_bubblewrap() == ""
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_bubblewrap_that_does_not_end_is_the_graders_failure(walls, monkeypatch):
    """It is not taken for missing: the box would be weaker without a word."""
    monkeypatch.setattr("grader.box.sandbox.TRIAL_LIMIT_S", 0.0)

    with pytest.raises(BoxFailed, match=r"did not start /usr/bin/true .* try again\."):
        sandbox.why_no_bubblewrap()


def test_other_systems_have_no_walls(monkeypatch):
    """bubblewrap, Landlock and seccomp are Linux's."""
    monkeypatch.setattr(sys, "platform", "darwin")

    walls = sandbox.find_walls.__wrapped__()

    assert not walls.outer
    assert not walls.inner
    assert walls.why_no_outer == "bubblewrap and Landlock need Linux; this is darwin"


BARE = """
import json, sys
from grader.box.inside import values
from grader.box.sandbox import Walls
from grader.box.strength import strength
from grader.box.zygote import Zygote

inner = sys.argv[1] == "inner"
code = (
    "import os\\n"
    "def f(path):\\n"
    "    try: found = bool(open(path).read())\\n"
    "    except OSError: found = False\\n"
    "    open('x', 'w').write('1')\\n"
    "    try: beside = len(os.listdir(os.path.dirname(os.environ['TMPDIR'])))\\n"
    "    except OSError: beside = 1\\n"
    "    return [found, sorted(os.listdir()), beside]\\n"
)
with Zygote(Walls(False, inner, "bubblewrap is not installed"), unsafe=not inner) as own:
    said = []
    for _ in range(2):
        child = own.spawn({"work.py": code.encode()})
        question = {"op": "call", "target": "work.f", "args": ["/etc/passwd"]}
        said.append(values.decode(*child.exchange(*values.encode(question), 10))["value"])
        child.close()
    print(json.dumps([strength(own.walls, own.facts), child.refused, said]))
"""


def run_bare(mode: str) -> list[object]:
    """Run a box without bubblewrap under a Python that an unprivileged user can read."""
    python = sys.executable
    if unreadable_for_others():
        python = "/usr/bin/python3"
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if not os.path.realpath(python).endswith(version):
            pytest.skip(f"no Python {version} that others than root can read")
    path = os.pathsep.join([str(REPOSITORY), *package_folders()])
    done = subprocess.run(
        [python, "-c", BARE, mode],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_inner_layers_hold_without_bubblewrap():
    """In a container that refuses bubblewrap, Landlock and seccomp still stand, and say so."""
    words, refused, said = run_bare("inner")

    assert words == "inner layers only"
    assert len(refused) >= 8
    assert all(refused.values())
    assert said == [[False, ["work.py", "x"], 1]] * 2


def test_the_unsafe_box_answers_and_says_what_it_is():
    """With --unsafe the same questions are answered; each folder goes with its child."""
    words, refused, said = run_bare("unsafe")

    assert words.startswith("UNSAFE")
    assert refused == {}
    assert said == [[True, ["work.py", "x"], 1]] * 2


@pytest.mark.parametrize(
    ("outer", "advice"), [(False, "Install bubblewrap, or"), (True, "Make it readable, or")]
)
def test_an_interpreter_that_only_root_can_read_is_named(outer, advice, monkeypatch, tmp_path):
    """Root steps down before it imports anything, and then needs packages that others can read."""
    closed = tmp_path / "closed"
    folder = closed if outer else closed / "packages"
    folder.mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr("grader.box.sandbox.interpreter", lambda: "/usr")
    monkeypatch.setattr("grader.box.sandbox.package_folders", lambda: [str(folder)])
    monkeypatch.setattr("os.getuid", lambda: 0)
    own = Zygote(Walls(outer, True, "" if outer else "bubblewrap is not installed"))

    with pytest.raises(BoxUnavailable, match=f"user cannot read {closed}. {advice} run the"):
        own.start()


def test_a_kit_installed_among_the_packages_is_covered_or_refused(monkeypatch):
    """Hidden tests beside torch must not be readable because torch is."""
    root = str(REPOSITORY)
    monkeypatch.setattr("grader.box.sandbox.readable_paths", lambda: [root])
    own = Zygote(Walls(False, True, "bubblewrap is not installed"))
    monkeypatch.setattr("grader.box.sandbox.unreadable_for_others", lambda **_: "")

    assert f"--tmpfs {root}/grader" in " ".join(outer_command([]))
    with pytest.raises(BoxUnavailable, match=r"could read .*grader"):
        own.start()


def test_figures_can_be_drawn_with_a_distributions_matplotlib():
    """What matplotlib reads is shown inside, also where it lies apart from the code."""
    read = "import matplotlib as m; print(m.get_data_path(), m.matplotlib_fname(), sep='\\n')"
    places = subprocess.run(
        [sys.executable, "-c", read], capture_output=True, text=True, check=True
    ).stdout.split()

    shown = sandbox.readable_paths()

    assert len(places) == 2
    assert [p for p in places if not any(Path(p).is_relative_to(path) for path in shown)] == []
