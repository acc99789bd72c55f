"""The box: children answer, are bounded and cannot reach out; each wall is seen to hold."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
import torch
from helpers.courses import REPOSITORY
from helpers.processes import children

from grader.box import sandbox
from grader.box.child import Child, ChildDied, ChildTimedOut
from grader.box.doctor import examine
from grader.box.inside import values
from grader.box.inside.control import Facts, Targets
from grader.box.inside.frames import HEAD, FrameError, pack
from grader.box.inside.lockdown import proofs, steps
from grader.box.inside.lockdown.forbidden_acts import ACTS, Context, Tried
from grader.box.inside.policy import Layer, Limits
from grader.box.sandbox import Walls, outer_command, package_folders, unreadable_for_others
from grader.box.strength import describe_layers, strength
from grader.box.zygote import Zygote
from grader.errors import BoxFailed, BoxUnavailable


def ask(child: Child, name: str, *args: object, limit_s: float = 10.0) -> dict[str, object]:
    """Call ``work.<name>`` in the child and return the decoded reply."""
    question = {"op": "call", "target": f"work.{name}", "args": list(args)}
    reply: dict[str, object] = values.decode(*child.exchange(*values.encode(question), limit_s))
    return reply


def run(zygote: Zygote, code: str, *args: object, limit_s: float = 10.0) -> dict[str, object]:
    """Run ``work.f`` of a submission of one module in a child of its own."""
    child = zygote.spawn({"work.py": code.encode()})
    try:
        return ask(child, "f", *args, limit_s=limit_s)
    finally:
        child.close()


def test_a_child_answers_questions_one_after_the_other(zygote):
    """State of a module lasts for as long as its child."""
    child = zygote.spawn(
        {"work.py": b"seen = []\ndef f(x):\n    seen.append(x)\n    return seen\n"}
    )

    first, second = ask(child, "f", 1)["value"], ask(child, "f", 2)["value"]
    child.close()

    assert (first, second) == ([1], [1, 2])


def test_tensors_cross_with_layout_graph_flag_and_gradient(zygote):
    """A transposed leaf with a filled .grad arrives as one, and its gradient comes back."""
    x = torch.arange(6.0, dtype=torch.float64).reshape(2, 3).T
    x.requires_grad_()
    x.grad = torch.full_like(x, 7.0)
    code = "def f(x):\n    (x * x).sum().backward()\n    return [x.is_contiguous(), x.stride()]\n"

    reply = run(zygote, code, x)

    assert reply["value"] == [False, (1, 3)]
    (after,) = reply["after"]
    assert torch.equal(after.grad.tensor, 2 * x.detach() + 7)


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


def test_an_endless_loop_is_ended_from_outside(zygote):
    """Catching every exception and ignoring every signal does not help."""
    code = (
        "import signal\n"
        "def f():\n"
        "    for n in (1, 2, 3, 13, 14, 15):\n"
        "        signal.signal(n, signal.SIG_IGN)\n"
        "    while True:\n"
        "        try:\n"
        "            while True: pass\n"
        "        except BaseException:\n"
        "            pass\n"
    )

    with pytest.raises(ChildTimedOut):
        run(zygote, code, limit_s=0.5)


def test_a_child_is_not_charged_for_a_busy_machine(zygote, monkeypatch):
    """Whoever waits for a processor gets the seconds it was promised; whoever sleeps does not."""
    looks = iter([(0.0, True), (0.1, True), (9.0, True)])
    monkeypatch.setattr(zygote, "look_at", lambda _pid: next(looks, (0.0, False)))
    slow = "import time\ndef f(s):\n    time.sleep(s)\n    return 'late'\n"

    answered = run(zygote, slow, 0.6, limit_s=0.3)["value"]
    with pytest.raises(ChildTimedOut):
        run(zygote, slow, 60.0, limit_s=0.3)

    assert answered == "late"


def test_a_look_at_a_child_tells_running_from_sleeping(zygote):
    """Processor time and state are read from outside, not told by the submission."""
    loop, sleep = "while True: pass", "import time; time.sleep(60)"
    seen = []
    for act in (loop, sleep):
        child = zygote.spawn({"work.py": f"def f():\n    {act}\n".encode()})
        child.ask(*values.encode({"op": "call", "target": "work.f", "args": []}))
        time.sleep(0.5)
        seen.append(zygote.look_at(child.pid)[1])
        child.close()

    assert seen == [True, False]


def test_processor_time_is_limited_besides_the_clock(walls):
    """A child that is given a long wall-clock limit still ends at its cpu limit."""
    with Zygote(walls, limits=Limits(cpu_s=1)) as own, pytest.raises(ChildDied) as death:
        run(own, "def f():\n    while True: pass\n", limit_s=30)

    assert death.value.over_cpu_limit


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os\ndef f(): os._exit(0)\n", "exit code 0"),
        ("import ctypes\ndef f(): ctypes.string_at(0)\n", "signal SIGSEGV"),
        ("import os, signal\ndef f(): os.kill(os.getpid(), signal.SIGKILL)\n", "signal SIGKILL"),
        ("import os\ndef f():\n    os.close(3); os.close(4)\n", "exit code 1"),
    ],
)
def test_the_end_of_a_child_is_told_as_it_was(zygote, code, how):
    """No exit code counts as an answer."""
    with pytest.raises(ChildDied) as death:
        run(zygote, code)

    assert death.value.how == how


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
    """Whatever asks for it gets an exception, not the machine's memory."""
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
    """The act raises inside, and the child goes on to answer."""
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

    reply = ask(child, "f")
    after = ask(child, "g")
    child.close()

    assert "raised" in reply, f"{act} was allowed"
    assert after["value"] == "alive"


def test_nothing_of_the_kit_but_the_inside_can_be_seen(zygote):
    """Neither hidden tests nor solutions, other submissions or the home folder exist in there."""
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


@pytest.mark.parametrize(
    "forgery",
    [
        "b'no frame at all' * 10",
        "struct.pack('<4sIIII', b'kit1', 7, 0, 2, 0) + b'{}'",
        "struct.pack('<4sIIII', b'kit1', 2, 0, 0xffffffff, 0)",
        "struct.pack('<4sIIII', b'kit1', 2, 0, 0, 0xffffffff)",
        "struct.pack('<4sIIII', b'kit1', 2, 0, 4, 0) + b'[[[['",
        "struct.pack('<4sIIII', b'kit1', 2, 0, 200000, 0) + b'[' * 200000",
    ],
)
def test_forged_frames_are_refused(zygote, forgery):
    """Bytes written past the worker are no answer."""
    child = zygote.spawn(
        {"work.py": f"import os, struct\ndef f():\n    os.write(4, {forgery})\n".encode()}
    )

    with pytest.raises(FrameError):
        ask(child, "f")
    child.close()


def test_half_a_frame_is_waited_for_no_longer_than_the_limit(zygote):
    """A head that promises more than comes ends in a time-out."""
    head = HEAD.pack(b"kit1", 2, 0, 100, 0)

    with pytest.raises(ChildTimedOut):
        run(
            zygote,
            f"import os, time\ndef f():\n    os.write(4, {head!r})\n    time.sleep(60)\n",
            limit_s=0.5,
        )


def test_a_child_without_walls_is_the_kits_failure(walls):
    """What cannot lock itself in never gets a submission."""
    with (
        Zygote(walls, limits=Limits(scratch_mib=-1)) as own,
        pytest.raises(BoxFailed, match="lock"),
    ):
        own.spawn({"work.py": b""})


def test_a_dead_zygote_is_named_and_can_be_started_again(walls):
    """Its death is our failure; the next start works."""
    own = Zygote(walls)
    own.start()
    os.kill(own.pid, signal.SIGKILL)
    time.sleep(0.2)

    with pytest.raises(BoxFailed, match="zygote"):
        own.spawn({"work.py": b""})

    own.stop()
    with pytest.raises(BoxFailed, match="has been stopped"):
        own.spawn({"work.py": b""})
    own.start()
    assert run(own, "def f():\n    return 1\n")["value"] == 1
    own.stop()


def below(pid: int) -> list[int]:
    """Return all processes below *pid*."""
    return [each for child in children(pid) for each in (child, *below(child))]


def test_many_children_leave_no_descriptors_and_no_dead_behind(zygote):
    """The grader can go on for thousands of submissions; the last killed child may lie a while."""
    run(zygote, "def f(): pass\n")
    before = len(os.listdir("/proc/self/fd")), len(below(zygote.pid))

    for _ in range(20):
        run(zygote, "def f(): pass\n")

    assert (len(os.listdir("/proc/self/fd")), len(below(zygote.pid))) == before


def test_doctor_sees_every_layer_on_and_every_act_refused(walls):
    """On a machine with bubblewrap, Landlock and seccomp nothing is missing."""
    assert walls.outer

    report = examine()

    assert report.strength == "full"
    assert all(layer.on for layer in report.layers)
    assert [act for act, refused in report.acts.items() if not refused] == []
    proved = {act.partition(":")[0] for act in report.acts}
    assert proved == {
        "bubblewrap",
        "unprivileged",
        "Landlock",
        "seccomp",
        "scratch folder",
        "privileges",
        "limits",
        "descriptors",
        "session",
        "clock",
        "connection",
    }


def test_a_layer_that_is_not_put_on_is_not_proved(monkeypatch):
    """What could be done before and can still be done counts as allowed."""
    monkeypatch.setattr(proofs, "_put_on", lambda *_args: None)
    acts = [act for act in ACTS if act.layer is Layer.LIMITS and Tried.PROVED in act.tried]
    nothing = steps.Prepared(steps.Layers(0, False, ""), -1, b"", 0, os.getpid())
    context = Context(Limits(), "", Targets())

    found = proofs._in_child(partial(proofs._try_layer, Layer.LIMITS, acts, nothing, context))

    assert found == {
        "limits: map more memory than allowed": False,
        "limits: open more files than allowed": False,
        "limits: write a larger file than allowed": False,
    }


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: open("/nowhere"), "failed: FileNotFoundError: [Errno 2]"),
        (lambda: os._exit(7), "ended with 7"),
    ],
)
def test_a_proof_that_breaks_proves_nothing(act, words):
    """What went wrong stands in the place of the act, as allowed."""
    ((name, refused),) = proofs._in_child(act).items()

    assert name.startswith(f"a scratch child {words}")
    assert refused is False


def test_missing_walls_are_refused_unless_told_otherwise():
    """Without any layer nothing is graded by accident."""
    nothing = Walls(outer=False, inner=False, why_no_outer="bubblewrap is not installed")
    own = Zygote(nothing)

    with pytest.raises(BoxUnavailable, match="--unsafe"):
        own.start()
    own.stop()


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
    "    return [found, sorted(os.listdir())]\\n"
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
    assert said == [[False, ["work.py", "x"]]] * 2


def test_the_unsafe_box_answers_and_says_what_it_is():
    """With --unsafe the same questions are answered; the result carries the warning."""
    words, refused, said = run_bare("unsafe")

    assert words.startswith("UNSAFE")
    assert refused == {}
    assert said == [[True, ["work.py", "x"]]] * 2


def test_an_interpreter_that_only_root_can_read_is_named(monkeypatch):
    """Without bubblewrap root steps down, and then needs a Python that others can read."""
    monkeypatch.setattr("grader.box.sandbox.unreadable_for_others", lambda: "/root")
    own = Zygote(Walls(False, True, "bubblewrap is not installed"))

    with pytest.raises(BoxUnavailable, match="cannot read /root"):
        own.start()


def test_a_kit_installed_among_the_packages_is_covered_or_refused(monkeypatch):
    """Hidden tests beside torch must not be readable because torch is."""
    root = str(REPOSITORY)
    monkeypatch.setattr("grader.box.sandbox.readable_paths", lambda: [root])
    own = Zygote(Walls(False, True, "bubblewrap is not installed"))
    monkeypatch.setattr("grader.box.sandbox.unreadable_for_others", lambda: "")

    assert f"--tmpfs {root}/grader" in " ".join(outer_command([]))
    with pytest.raises(BoxUnavailable, match=r"could read .*grader"):
        own.start()


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
    """What it says of itself when it is warm decides whether anybody is put into it."""
    own = Zygote(Walls(False, True, "bubblewrap is not installed"))
    own.facts = facts

    with pytest.raises(error, match=words):
        own.check_facts()


@pytest.mark.parametrize(
    ("outer", "facts", "words"),
    [
        (True, Facts(landlock_abi=7, seccomp=True, scratch=True), "full"),
        (False, Facts(landlock_abi=3, seccomp=True), "inner layers only"),
        (True, Facts(seccomp=True), "weak: no Landlock"),
        (True, Facts(landlock_abi=7), "UNSAFE: submissions"),
    ],
)
def test_strength_is_said_in_words(outer, facts, words):
    """Each missing layer shows, with its reason."""
    walls = Walls(outer, inner=True, why_no_outer="" if outer else "bubblewrap is not installed")

    layers = describe_layers(walls, facts)

    assert strength(walls, facts).startswith(words)
    assert all(layer.why for layer in layers)
    assert [layer.on for layer in layers if layer.name == "bubblewrap"] == [outer]


@pytest.mark.parametrize(("told_us", "moved"), [(1_000_000, True), (4_000_000_000, False)])
def test_a_child_that_lies_about_its_time_is_given_no_more(told_us, moved):
    """The deadline moves for a child that the machine keeps waiting, not for one that lies."""
    looks = []

    class Keeper:
        walls = Walls(outer=True, inner=True)

        def reap(self, pid):
            return 0

        def bury(self, pid):
            pass

        def look_at(self, pid):
            looks.append(pid)
            return 1.0, True

    child_in, questions = os.pipe()
    answers, child_out = os.pipe()
    child = Child(Keeper(), 0, [], questions, answers)
    os.write(child_out, pack(2, b"{}", b"", told_us))
    child.exchange(b"{}", b"", 1)

    with pytest.raises(ChildTimedOut):
        child.exchange(b"{}", b"", 0.02)

    assert (len(looks) > 1) is moved
    os.close(child_in)
    os.close(child_out)


def test_zygotes_are_alike():
    """Sets have one order, whichever zygote one comes to."""
    program = sandbox.program("/box", 3, "{}")

    assert "-I" not in program
    assert "-E" not in program
    assert sandbox.environment()["PYTHONHASHSEED"] == "0"


def test_unseeded_numbers_depend_on_the_question_alone(zygote):
    """Whatever was asked before, a question meets the same numbers; asked again, others."""
    code = (
        "import random, numpy, torch\n"
        "def f(x):\n"
        "    return [random.random(), numpy.random.rand(), torch.rand(1).item()]\n"
    )
    child = zygote.spawn({"work.py": code.encode()})

    alone = run(zygote, code, 1)["value"]
    other, after, again = (ask(child, "f", x)["value"] for x in (0, 1, 1))
    child.close()

    assert after == alone
    assert not {str(x) for x in alone} & {str(x) for x in (*other, *again)}


def test_asking_for_more_threads_is_harmless(zygote):
    """Large operations, and oneDNN's, go on with the one thread there is."""
    code = """
import torch

torch.set_num_threads(2)

def f(x):
    x = x.repeat(1_000_000).requires_grad_()
    x.exp().mean().backward()
    y = x.detach()[:360_000].reshape(600, 600)
    z = torch.ones(40, 1, 2, requires_grad=True)
    torch.nn.Conv1d(1, 1, 2)(z).sum().backward()
    return [(y @ y)[0, 0].item(), x.grad.sum().item(), len(z.grad)]
"""

    value = run(zygote, code, torch.zeros(2), limit_s=60.0)["value"]

    assert value == [0.0, pytest.approx(1.0, rel=1e-3), 40]


def test_torch_knows_the_processor_inside(zygote):
    """What it computes in another way without some instruction, float16 say, works there too."""
    code = "import torch\ndef f():\n    return torch.cpu._is_avx2_supported()\n"

    assert run(zygote, code)["value"] is torch.cpu._is_avx2_supported()


def test_figures_can_be_drawn_with_a_distributions_matplotlib():
    """What matplotlib reads is shown inside, also where it lies apart from the code."""
    read = "import matplotlib as m; print(m.get_data_path(), m.matplotlib_fname(), sep='\\n')"
    places = subprocess.run(
        [sys.executable, "-c", read], capture_output=True, text=True, check=True
    ).stdout.split()

    shown = sandbox.readable_paths()

    assert len(places) == 2
    assert [p for p in places if not any(Path(p).is_relative_to(path) for path in shown)] == []


def test_a_torch_that_starts_a_thread_for_backward_is_locked_in_all_the_same(walls):
    """Its children run backward before their last wall; they attest every wall and answer."""

    class Threaded(Zygote):
        def _command(self, fd: int, settings: str) -> list[str]:
            *command, code = super()._command(fd, settings)
            # As where backward starts a thread: the trial fails.
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


COMPILED = """
import sys, torch

def plain(x):
    return 2 * x

def f(x):
    layer = torch.nn.Linear(1, 1)
    torch.optim.SGD(layer.parameters(), lr=1).step()
    slope = torch.func.grad(lambda x: (x * x).sum())(x)
    x.requires_grad_()
    (x * x).backward(torch.ones(2))
    for module in list(sys.modules.values()):
        getattr(module, "KEY", None)  # What is not there loads nothing either.
    loaded = [name for name in ("torch._dynamo.eval_frame", "sympy") if name in sys.modules]
    answers = torch.compile(plain)(x), torch.compile(dynamic=True)(plain)(x), slope
    return [answer.tolist() for answer in answers] + [loaded]
"""


def test_compiled_functions_are_the_functions_themselves(zygote):
    """There is no compiler in the box; an answer that asks for one is right without it."""
    x = torch.ones(2)

    reply = run(zygote, COMPILED, x)

    assert reply["value"] == [[2.0, 2.0]] * 3 + [[]]


PUT_OFF = """
import torch
from torch.fx.experimental import symbolic_shapes as held
from torch.fx.experimental.symbolic_shapes import ShapeEnv, sym_eq

def f():
    import torch._dynamo.config
    same = sym_eq((2, 3), (2, 3)), sym_eq((2,), (3,))
    held_on = held.__file__.endswith("symbolic_shapes.py")
    return [*same, type(ShapeEnv()).__name__, torch._dynamo.config.disable, held_on]
"""


def test_what_is_put_off_is_there_once_it_is_asked_for(zygote):
    """A submission may look at the compiler; it only is not loaded for nothing."""
    reply = run(zygote, PUT_OFF)

    assert reply["value"] == [True, False, "ShapeEnv", False, True]


def test_the_zygote_has_a_session_of_its_own(zygote):
    """Ctrl-C in the terminal stops the grader in order, not the box under it."""
    assert os.getsid(zygote.pid) != os.getsid(0)


assert sys.platform == "linux", "the box is a Linux box"
