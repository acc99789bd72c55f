"""The zygote forks fresh children, and a message says how it failed."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.box import run
from helpers.control.weakened_zygote import run_as
from helpers.processes import below, commands

from grader.box import sandbox
from grader.box.inside import zygote as inside
from grader.box.inside.control import Facts
from grader.box.inside.lockdown import proofs, steps
from grader.box.inside.policy import Limits
from grader.box.inside.zygote import _lay_out
from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.errors import BoxFailed, BoxUnavailable


def test_one_child_leaves_no_trace_in_the_next(zygote):
    """Default dtype, seed, patched torch and files of one submission are gone with it."""
    spoil = (
        "import torch\n"
        "def f():\n"
        "    torch.set_default_dtype(torch.float64)\n"
        "    torch.zeros = None\n"
        "    open('left', 'w').write('x')\n"
    )
    look = (
        "import os, torch\n"
        "def f():\n"
        "    return [str(torch.zeros(1).dtype), os.path.exists('left'), torch.initial_seed()]\n"
    )
    before = run(zygote, look)["value"]

    run(zygote, spoil)

    assert run(zygote, look)["value"] == before


def test_a_child_that_cannot_lock_itself_in_is_the_graders_failure(walls):
    """What cannot lock itself in never gets a submission."""
    with (
        Zygote(walls, limits=Limits(scratch_mib=-1)) as own,
        pytest.raises(BoxFailed, match="lock"),
    ):
        own.spawn({"work.py": b""})


def test_a_dead_zygote_is_named_and_can_be_started_again(walls):
    """Its death is the grader's failure; the next start works."""
    own = Zygote(walls)
    own.start()
    os.kill(own.pid, signal.SIGKILL)
    time.sleep(0.2)

    with pytest.raises(BoxFailed, match=r"The zygote (cannot be reached|ended|did not answer)"):
        own.spawn({"work.py": b""})

    own.stop()
    with pytest.raises(BoxFailed, match=r"has been stopped\. Start it again"):
        own.spawn({"work.py": b""})
    own.start()
    assert run(own, "def f():\n    return 1\n")["value"] == 1
    own.stop()


def test_many_children_leave_no_descriptors_and_no_dead_behind(zygote):
    """The grader can judge thousands of submissions; only the last child may be unreaped."""
    run(zygote, "def f(): pass\n")
    before = len(os.listdir("/proc/self/fd")), len(below(zygote.pid))

    for _ in range(20):
        run(zygote, "def f(): pass\n")

    assert (len(os.listdir("/proc/self/fd")), len(below(zygote.pid))) == before


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        (Facts(threads=2, uid=1), BoxFailed, "has 2 threads, expected 1"),
        (Facts(uid=0), BoxFailed, "still runs as root"),
        (Facts(seccomp=False), BoxUnavailable, "refuses seccomp"),
        (
            Facts(seccomp=True, landlock_abi=0),
            BoxUnavailable,
            "no Landlock, and bubblewrap is not installed",
        ),
    ],
)
def test_a_zygote_that_is_not_what_it_should_be_is_refused(facts, error, words):
    """The facts of a warm zygote decide whether a submission is put into it."""
    own = Zygote(Walls(False, True, "bubblewrap is not installed"))
    own.facts = facts

    with pytest.raises(error, match=words):
        own.check_facts()


def test_zygotes_are_alike():
    """Sets have the same order in each."""
    program = sandbox.program("/box", 3, "{}")

    assert "-I" not in program
    assert "-E" not in program
    assert sandbox.environment()["PYTHONHASHSEED"] == "0"


def test_the_zygote_has_a_session_of_its_own(zygote):
    """Ctrl-C in the terminal stops the grader in order, not the box under it."""
    assert os.getsid(zygote.pid) != os.getsid(0)


def test_a_zygote_that_ends_early_says_why(walls):
    """The last line of its log is part of the message."""
    own = Zygote(walls, ["no_such_module"])

    with pytest.raises(BoxFailed, match=r"ended\. The last line of its log: ModuleNotFoundError"):
        own.start()
    own.stop()


def test_a_zygote_that_is_slow_to_start_is_given_up(walls, monkeypatch):
    """The grader waits for it no longer than the limit."""
    monkeypatch.setattr("grader.box.zygote.START_LIMIT_S", 0.01)
    own = Zygote(walls)

    with pytest.raises(BoxFailed, match="did not answer: timed out"):
        own.start()
    own.stop()


def test_a_child_ends_if_its_zygote_is_gone():
    """It would outlive the grader, so it reads no submission."""
    orphan = steps.Prepared(steps.Layers(0, False, ""), (), b"", 0, parent=0)

    found = proofs._in_child(lambda: steps.lock(orphan, Limits(), 3, 4))

    assert found == {"a scratch child failed: OSError: the zygote has ended": False}


def test_a_torch_that_starts_a_thread_for_backward_is_noticed(monkeypatch):
    """Children of such a torch run backward before the filter is put on."""
    monkeypatch.setattr(inside.os, "listdir", lambda _path: ["1", "2"])

    with pytest.raises(RuntimeError, match="backward starts a thread"):
        inside._run_backward_without_threads()


def test_a_layer_is_not_thought_missing_because_its_trial_was_killed():
    """Where memory runs out the kernel may do that; the zygote then does not start."""
    with pytest.raises(RuntimeError, match="something outside killed a process"):
        steps.works(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_root_steps_down_before_any_package_is_imported(walls):
    """Nor does a package that was tampered with run with root's rights."""
    watch = """
import os, sys
from importlib.machinery import PathFinder
class Watch:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        known = top in sys.stdlib_module_names or top == "inside"
        if not known and PathFinder.find_spec(name, path):
            sys.stderr.write(f"{top} is imported by {os.getuid()}, {os.getgroups()}")
            sys.stderr.flush()
            os._exit(0)
sys.meta_path.insert(0, Watch())
"""

    class Watched(Zygote):
        def _command(self, fd: int, settings: str) -> list[str]:
            *command, code = super()._command(fd, settings)
            return [*command, watch + code]

    as_root = os.getuid() == 0
    user, groups = (65534, []) if as_root else (os.getuid(), os.getgroups())

    with pytest.raises(BoxFailed, match=re.escape(f"numpy is imported by {user}, {groups}")):
        Watched(walls).start()


@pytest.mark.parametrize("user", ["root", "ordinary"])
def test_nothing_is_left_when_the_grader_is_killed(walls, user):
    """Bubblewrap's processes, the zygote and its children end with it."""
    code = """
import os, time
from grader.box.sandbox import find_walls
from grader.box.zygote import Zygote
own = Zygote(find_walls())
own.start()
child = own.spawn({})
print(os.getpid(), own.pid, flush=True)
time.sleep(60)
"""
    command = run_as(user, [sys.executable, "-c", code])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        grader, zygote = map(int, process.stdout.readline().split())
        started = [zygote, *below(zygote)]

        os.kill(grader, signal.SIGKILL)

    assert len(started) >= 3
    deadline_s = time.monotonic() + 10
    while any(map(commands, started)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not any(map(commands, started))


@pytest.mark.parametrize("name", ["a\0b.py", "\ud800.py", "x" * 300 + ".py", "loss.py/inner.py"])
def test_a_file_that_cannot_be_laid_out_costs_no_other_file(tmp_path, monkeypatch, name):
    """The others lie in the folder where the submission runs, before it and after it."""
    monkeypatch.chdir(tmp_path)
    files = {"loss.py": b"x = 1", name: b"y", "data/points.csv": b"1,2"}

    _lay_out(files, str(tmp_path / "submission"))

    assert Path.cwd() == tmp_path / "submission"
    assert Path("loss.py").read_bytes() == b"x = 1"
    assert Path("data/points.csv").read_bytes() == b"1,2"


def test_a_file_for_which_there_is_no_room_is_left_out_whole(tmp_path, monkeypatch):
    """Half a table of numbers would be read as all of it."""
    monkeypatch.chdir(tmp_path)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        _lay_out({"a.csv": b"1," * 2000, "b.csv": b"1,2"}, str(tmp_path / "submission"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)

    assert [path.name for path in Path().iterdir()] == ["b.csv"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can read about the memory of a zygote")
@pytest.mark.skipif(os.uname().release.startswith(("4.", "5.", "6.0")), reason="needs Linux 6.1")
def test_a_zygote_gathers_its_memory_only_when_it_is_told(walls):
    """One submission does not wait for that; the children before and after are the same.

    The kernel may split a page again at any time, so two numbers after it need not agree.
    """
    with Zygote(walls) as own:
        huge = [huge_kib(own)]
        asked = [run(own, "def f():\n    return 1\n")["value"]]
        for _ in range(2):
            own.settle()
            asked.append(run(own, "def f():\n    return 1\n")["value"])
            huge.append(huge_kib(own))

    assert huge[0] < min(huge[1:])
    assert asked == [1, 1, 1]


def huge_kib(own: Zygote) -> int:
    """Return how much of the memory of a zygote lies in huge pages."""
    pid = next(pid for pid in (own.pid, *below(own.pid)) if "bwrap" not in commands(pid))
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"AnonHugePages:\s+(\d+)", text)[1])
