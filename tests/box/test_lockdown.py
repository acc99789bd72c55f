"""A locked-in submission cannot reach anything outside."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from helpers.box import ask, run
from helpers.courses import REPOSITORY

from grader.box.zygote import Zygote


@pytest.mark.parametrize(
    "hoard",
    [
        "torch.zeros(1 << 40)",
        "torch.ones(3 << 28)",
        "[bytearray(64 << 20) for _ in range(10_000)]",
        "mmap.mmap(-1, 8 << 30)",
    ],
)
def test_memory_is_bounded(zygote, hoard):
    """Code that takes too much gets an exception, not the machine's memory."""
    reply = run(zygote, f"import mmap, torch\ndef f():\n    return len({hoard})\n")

    assert "raised" in reply


@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/passwd').read()",
        "open('/etc/hostname').read()",
        "os.listdir('/root') and os.listdir('/root/.ssh')",
        "open('/box/inside/new', 'w')",
        "open('/proc/1/environ').read()",
        "open('/proc/self/mem', 'rb')",
        "os.listdir('/proc')",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "os.fork()",
        "os.execv('/usr/bin/true', ['true'])",
        "subprocess.run(['true'])",
        "os.kill(os.getppid(), 9)",
        "os.kill(1, 0)",
        "os.kill(-1, 9)",
        "os.chmod('.', 0o777)",
        "os.symlink('/etc/passwd', 'here')",
        "os.setsid()",
        "resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))",
        "os.memfd_create('x')",
        "call('unshare', 0x10000000)",
        "call('mount', 0, 0, 0, 0, 0)",
        "call('ptrace', 0, 0, 0, 0)",
        "threading.Thread(target=print).start()",
        "open('big', 'wb').truncate(1 << 30)",
    ],
)
def test_reaching_out_is_refused(zygote, act):
    """The act raises inside, and the child still answers."""
    code = (
        "import ctypes, os, resource, socket, subprocess, threading\n"
        "def call(name, *args):\n"
        "    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    if getattr(libc, name)(*args) < 0:\n"
        "        raise OSError(ctypes.get_errno(), name)\n"
        f"def f():\n    {act}\n"
        "def g():\n    return 'alive'\n"
    )
    child = zygote.spawn({"work.py": code.encode()})

    reply = ask(child, "work.f")
    after = ask(child, "work.g")
    child.close()

    assert "raised" in reply, f"{act} was allowed"
    assert after["value"] == "alive"


def test_nothing_of_the_grader_but_the_inside_can_be_seen(zygote):
    """Hidden tests, solutions, other submissions and the home folder do not exist in the box."""
    root = REPOSITORY
    code = "import os\ndef f(paths):\n    return [path for path in paths if os.path.exists(path)]\n"
    paths = [
        root / "solutions",
        root / "grader" / "hidden",
        root / "tests",
        Path.home() / ".bashrc",
    ]

    assert run(zygote, code, [str(path) for path in paths])["value"] == []


def test_the_child_runs_without_root_and_privileges(zygote):
    """Not even a grader that root started gives its rights to a submission."""
    code = (
        "import ctypes, os\n"
        "def f():\n"
        "    return [os.getuid(), ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)]\n"
    )

    uid, no_new_privileges = run(zygote, code)["value"]

    assert uid != 0
    assert no_new_privileges == 1


def test_only_the_pipes_are_open(zygote):
    """No descriptor of the zygote or of a sibling is left to a child."""
    code = (
        "import os\n"
        "def f():\n"
        "    found = []\n"
        "    for fd in range(1024):\n"
        "        try: os.fstat(fd)\n"
        "        except OSError: continue\n"
        "        found.append(fd)\n"
        "    return found\n"
    )

    assert run(zygote, code)["value"] == [0, 1, 2, 3, 4]


def test_a_filter_holds_for_threads_that_were_there_before():
    """The thread that some builds of torch need for backward is locked in like the rest."""
    code = """
import os, socket, threading
from grader.box.inside.lockdown import seccomp
from grader.box.inside.lockdown.syscalls import prctl

locked, said = threading.Event(), []

def act():
    locked.wait()
    try:
        socket.socket()
    except PermissionError as error:
        said.append(error)

thread = threading.Thread(target=act)
thread.start()
prctl(38, 1)
seccomp.install(seccomp.program(), os.getpid())
locked.set()
thread.join()
print(said)
"""

    tried = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert tried.stdout == "[PermissionError(1, 'Operation not permitted')]\n", tried.stderr


def test_a_torch_that_starts_a_thread_for_backward_is_locked_in_all_the_same(walls):
    """Its children run backward before the filter is put on; then they attest and answer."""

    class Threaded(Zygote):
        def _command(self, fd: int, settings: str) -> list[str]:
            *command, code = super()._command(fd, settings)
            # As where backward starts a thread: trying it raises.
            spoiled = "import inside.zygote as z; z._run_backward_without_threads = None; from"
            return [*command, code.replace("from", spoiled, 1)]

    zygote = Threaded(walls)
    code = "import torch\ndef f(x):\n    x.requires_grad_().prod().backward()\n    return x.grad\n"
    try:
        zygote.start()

        reply = run(zygote, code, torch.tensor([2.0, 3.0]))
    finally:
        zygote.stop()

    assert reply["value"].tensor.tolist() == [3.0, 2.0]


assert sys.platform == "linux", "the box is a Linux box"
