"""What the end of a child means: every signal, every other end, and a kill from outside."""

import os
import platform
import resource
import signal

import pytest
from helpers.box import ask, run
from helpers.control.weakened_zygote import WeakenedZygote
from helpers.processes import below, children

from grader.box.child import ChildTimedOut
from grader.box.deaths import ChildDied, explain, signal_name
from grader.box.inside.control import Ended
from grader.box.inside.frames import FrameError
from grader.box.inside.lockdown.forbidden_acts import KILL_ITSELF
from grader.box.inside.policy import UNSTOPPABLE, Limits
from grader.box.zygote import Zygote
from grader.errors import BoxFailed
from grader.results.outcomes import Outcome

SIGNALS = range(1, 65)
#: These do nothing to a process that has not asked for them: the last three stop only a process
#: that a shell could continue.
HARMLESS = {signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH, signal.SIGTSTP,
            signal.SIGTTIN, signal.SIGTTOU}  # fmt: skip
#: And these, because Python and the zygote ignore them.
IGNORED = {signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ}
LIMITS = Limits()
SUICIDE = """
import os

def double(x):
    os.kill(os.getpid(), {number})

def total(x):
    return x.sum().item()
"""


@pytest.fixture(scope="module", params=["full", "inner layers only"])
def box(request, walls):
    """A zygote of the strongest box, and one without bubblewrap."""
    if request.param == "full":
        yield request.getfixturevalue("zygote")
        return
    with WeakenedZygote(outer=False) as bare:
        yield bare


def died(zygote, code, *args, limit_s=10.0):
    """Return how the child of a submission ended."""
    with pytest.raises(ChildDied) as death:
        run(zygote, code, *args, limit_s=limit_s)
    return death.value


@pytest.mark.parametrize("number", SIGNALS)
def test_each_signal_to_oneself_is_refused_harmless_or_the_submissions_own(number, box):
    """Real-time signals have no names; SIGKILL and SIGSTOP cannot be sent at all."""
    code = (
        "import os, signal\n"
        "def f(number, ignored):\n"
        "    for each in ignored: signal.signal(each, signal.SIG_DFL)\n"
        "    os.kill(os.getpid(), number)\n"
        "    return 'alive'\n"
    )
    asked = [number, sorted(map(int, IGNORED))]

    if number in UNSTOPPABLE:
        assert run(box, code, *asked)["raised"]["type"] == "PermissionError"
    elif number in HARMLESS:
        assert run(box, code, *asked)["value"] == "alive"
    else:
        death = died(box, code, *asked)
        assert (death.how, death.over_cpu_limit) == (f"signal {signal_name(number)}", False)


@pytest.mark.parametrize("number", sorted(map(int, IGNORED)))
def test_signals_that_python_ignores_do_nothing(number, box):
    """Who closes a pipe or writes too much gets an exception."""
    code = "import os\ndef f(number):\n    os.kill(os.getpid(), number)\n    return 'alive'\n"

    assert run(box, code, number)["value"] == "alive"


@pytest.mark.parametrize("number", SIGNALS)
def test_each_signal_has_one_meaning(number):
    """The table of deaths: only a SIGKILL that the child cannot have sent fails the box."""
    locked = explain(Ended(number), LIMITS.cpu_s, could_kill_itself=False)
    open_ = explain(Ended(number), LIMITS.cpu_s, could_kill_itself=True)

    assert isinstance(locked, BoxFailed if number == signal.SIGKILL else ChildDied)
    assert isinstance(open_, ChildDied)
    assert open_.how == f"signal {signal_name(number)}"
    assert not open_.over_cpu_limit


def test_every_signal_has_a_name_of_its_own():
    """Real-time signals too, for most of which Python has no name."""
    names = [signal_name(number) for number in SIGNALS]

    assert len(set(names)) == 64
    assert names[signal.SIGRTMIN] == "SIGRTMIN+1"


@pytest.mark.parametrize(("cpu_s", "over"), [(0.1, False), (LIMITS.cpu_s, True)])
def test_processor_time_explains_its_signal_only_if_it_was_used(cpu_s, over):
    """A child that sends itself SIGXCPU at once has ended itself."""
    death = explain(Ended(signal.SIGXCPU, cpu_s), LIMITS.cpu_s, could_kill_itself=False)

    assert isinstance(death, ChildDied)
    assert death.over_cpu_limit is over


def test_a_hard_limit_of_the_grader_itself_explains_a_kill(monkeypatch):
    """A batch job may have one; the kernel then ends a child of its own accord."""
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (60, 60))

    early, late = (
        explain(Ended(signal.SIGKILL, cpu_s), LIMITS.cpu_s, could_kill_itself=False)
        for cpu_s in (1, 59)
    )

    assert isinstance(early, BoxFailed)
    assert isinstance(late, ChildDied)
    assert late.over_cpu_limit


@pytest.mark.parametrize("code", [0, 1, 9, 99, 128 + signal.SIGKILL, 255])
def test_each_exit_code_is_the_submissions_own(code, box):
    """A shell says 137 of a process that was killed; here it is a number like any other."""
    death = died(box, "import os\ndef f(code):\n    os._exit(code)\n", code)

    assert (death.how, death.over_cpu_limit) == (f"exit code {code}", False)


#: Ways to end that the box allows, and how each looks: none like a kill from outside.
WAYS = {
    "abort": ("os.abort()", "signal SIGABRT"),
    "segmentation fault": ("ctypes.string_at(0)", "signal SIGSEGV"),
    "illegal instruction": ("machine('0f0b')", "signal SIGILL"),
    "breakpoint": ("machine('cc')", "signal SIGTRAP"),
    "privileged instruction": ("machine('f4')", "signal SIGSEGV"),
    "division by zero": ("machine('31c9f7f1')", "signal SIGFPE"),
    "call of another machine": ("machine('b801000000cd80')", "signal SIGSYS"),
    "page of the old system calls": ("ctypes.string_at(0xffffffffff600000)", "signal SIGSEGV"),
    # A call of itself: Python 3.14 notices that of C code that calls back.
    "stack overflow in C": ("machine('e8fbffffff')", "signal SIGSEGV"),
    "stack overflow and a handler": (
        "__import__('faulthandler').enable() or machine('e8fbffffff')",
        "signal SIGSEGV",
    ),
    "file that has become shorter": ("read_behind_the_end()", "signal SIGBUS"),
    "memory without rights": ("unmap_everything()", "signal SIGSEGV"),
    "fault while all is blocked": ("block() or ctypes.string_at(0)", "signal SIGSEGV"),
    "alarm": ("signal.alarm(1) or burn()", "signal SIGALRM"),
    "real timer": ("timer(signal.ITIMER_REAL)", "signal SIGALRM"),
    "virtual timer": ("timer(signal.ITIMER_VIRTUAL)", "signal SIGVTALRM"),
    "profiling timer": ("timer(signal.ITIMER_PROF)", "signal SIGPROF"),
    "broken pipe": ("break_a_pipe()", "signal SIGPIPE"),
    "file larger than allowed": ("write_too_much()", "signal SIGXFSZ"),
    "signals that pile up": ("pile_up()", "signal SIGRTMIN+6"),
    "exit of the interpreter": ("ctypes.pythonapi.Py_Exit(9)", "exit code 9"),
    "fatal error of the interpreter": ("ctypes.pythonapi.Py_FatalError(b'no')", "signal SIGABRT"),
    "exit in C": ("ctypes.CDLL(None).exit(137)", "exit code 137"),
    "exit of the only thread": ("ctypes.CDLL(None).syscall(60, 137)", "exit code 137"),
    "closed descriptors": ("os.closerange(0, 64)", "exit code 1"),
    "garbage for an answer": ("os.write(4, b'x' * 99)", "garbage"),
    "silence": ("os.close(4) or time.sleep(60)", "it closed its connection"),
    "pause": ("signal.pause()", "late"),
    "all memory": ("hoard()", "raised MemoryError"),
    "memory that is not there, in C": ("fill(1 << 34)", "signal SIGSEGV"),
    "a limit that is lowered": ("resource.setrlimit(resource.RLIMIT_CPU, (0, 0))", "raised"),
    "a thread that raises": ("threading.Thread(target=print).start()", "raised RuntimeError"),
    "a program": ("os.execv('/usr/bin/true', ['true'])", "raised PermissionError"),
    "exceptions without end": ("again()", "late"),
}
HELPERS = """
import ctypes, mmap, os, resource, signal, threading, time

def machine(code):
    memory = mmap.mmap(-1, 4096, prot=7)
    memory.write(bytes.fromhex(code))
    place = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    ctypes.CFUNCTYPE(ctypes.c_long)(place)()

def block():
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))

def fill(size):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    ctypes.memset(libc.malloc(ctypes.c_size_t(size)), 1, size)

def timer(kind):
    signal.setitimer(kind, 0.01)
    burn()

def burn():
    end = time.monotonic() + 3
    while time.monotonic() < end: pass

def read_behind_the_end():
    with open("short", "wb+") as file:
        file.truncate(8192)
        memory = mmap.mmap(file.fileno(), 8192)
        file.truncate(0)
        memory[0]

def unmap_everything():
    libc = ctypes.CDLL(None)
    libc.munmap(ctypes.c_void_p(id(libc) & ~0xfffff), ctypes.c_size_t(1 << 24))

def break_a_pipe():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    ready, pipe = os.pipe()
    os.close(ready)
    os.write(pipe, b"x")

def write_too_much():
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    with open("large", "wb") as file:
        for _ in range(64): file.write(bytes(1 << 20))

def pile_up():
    signal.pthread_sigmask(signal.SIG_BLOCK, [40])
    for _ in range(100_000):
        try: os.kill(os.getpid(), 40)
        except OSError: break
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [40])

def hoard():
    kept = []
    while True: kept.append(bytearray(64 << 20))

def again():
    try: again()
    finally: again()
"""


def looks(zygote, code):
    """Return how a submission ends."""
    try:
        reply = run(zygote, f"{HELPERS}\ndef f():\n    {code}\n", limit_s=4)
    except ChildDied as death:
        return death.how
    except ChildTimedOut:
        return "late"
    except FrameError:
        return "garbage"
    return f"raised {reply['raised']['type']}"


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_end_oneself_looks_like_a_kill_from_outside(way, box):
    """It ends by itself, is late, says nonsense or gets an exception."""
    code, how = WAYS[way]
    if "machine" in code and platform.machine() != "x86_64":
        pytest.skip("its instructions are those of x86_64")

    assert looks(box, code).startswith(how)


def test_whoever_catches_the_signal_of_its_processor_limit_is_ended_by_the_grader(walls):
    """The kernel would send SIGKILL, which would look like one from outside."""
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
        "def f():\n"
        "    end = time.process_time() + 0.6\n"
        "    while time.process_time() < end: pass\n"
    )
    with Zygote(walls, limits=Limits(cpu_s=1)) as own:
        child = own.spawn({"work.py": code.encode()})

        answers = []
        with pytest.raises(ChildDied) as death:
            answers.extend(ask(child, "work.f")["value"] for _ in range(20))

    assert death.value.over_cpu_limit


def test_a_child_that_was_killed_from_outside_is_told_from_all_others(box):
    """It has attested that it cannot kill itself."""
    child = box.spawn({"work.py": b"import time\ndef f():\n    time.sleep(60)\n"})
    assert child.refused[KILL_ITSELF]
    outside = [pid for pid in below(box.pid) if not children(pid)]

    for pid in outside:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(BoxFailed, match="outside the box ended a child with signal SIGKILL"):
        ask(child, "work.f")


def test_a_child_that_may_have_killed_itself_is_not_taken_for_a_victim(walls):
    """Without seccomp nobody knows who sent the signal."""
    code = b"import os\ndef f():\n    os.kill(os.getpid(), 9)\n"
    with WeakenedZygote(outer=True) as weak:
        child = weak.spawn_without(["seccomp"], {"work.py": code})

        with pytest.raises(ChildDied, match="signal SIGKILL"):
            ask(child, "work.f")


def test_a_child_is_the_first_to_go_when_memory_runs_out(box):
    """The judge and the zygote stay, and the submission is tried again."""
    child = box.spawn({})
    scores = [
        open(f"/proc/{pid}/oom_score_adj").read().strip()
        for pid in below(box.pid)
        if not children(pid)
    ]
    child.close()

    assert "1000" in scores


def test_the_judge_goes_on_after_any_signal(judge):
    """A real-time signal has no name, and had ended three judges; its sender loses the points."""
    for number in (signal.SIGTERM, 34, 35, 63, 64):
        double, _, total, _ = judge({"shapes.py": SUICIDE.format(number=int(number))})

        assert double.outcome is Outcome.KILLED
        assert signal_name(number) in double.note
        assert total.outcome is Outcome.PASSED
