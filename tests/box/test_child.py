"""A child answers questions in order until it ends, and the way it ended is reported."""

import os
import time

import pytest
import torch
from helpers.box import ask, run

from grader.box.child import Child, ChildTimedOut, TimeUsed
from grader.box.deaths import ChildDied
from grader.box.inside import values
from grader.box.inside.control import Ended
from grader.box.inside.frames import HEAD, FrameError, pack
from grader.box.inside.policy import Limits
from grader.box.sandbox import Walls
from grader.box.zygote import Zygote
from grader.errors import BoxFailed


class Parent:
    """A zygote whose only child is this process: always runnable, with a second of its time."""

    walls = Walls(outer=True, inner=True)
    limits = Limits()

    def __init__(self):
        self.looks = []

    def reap(self, pid, patience_s=None):
        return Ended(status=0)

    def reap_later(self, pid):
        pass

    def time_used(self, pid):
        self.looks.append(pid)
        return TimeUsed(1.0, runnable=True)


@pytest.fixture
def lone_child():
    """A child that is nothing but pipes, the end that it would write to, and its parent."""
    child_in, questions = os.pipe()
    answers, child_out = os.pipe()
    parent = Parent()
    child = Child(parent, 0, [], questions, answers)
    with open(child_out, "wb", buffering=0) as writer:
        yield child, writer, parent
    child.close()
    os.close(child_in)


def test_a_child_answers_questions_one_after_the_other(zygote):
    """State of a module lasts for as long as its child."""
    child = zygote.spawn(
        {"work.py": b"seen = []\ndef f(x):\n    seen.append(x)\n    return seen\n"}
    )

    first, second = ask(child, "work.f", 1)["value"], ask(child, "work.f", 2)["value"]
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
    """A child that waits for a processor gets its full seconds; one that sleeps does not."""
    looks = iter([TimeUsed(cpu_s, runnable=True) for cpu_s in (0.0, 0.1, 9.0)])
    monkeypatch.setattr(zygote, "time_used", lambda _pid: next(looks, TimeUsed()))
    slow = "import time\ndef f(s):\n    time.sleep(s)\n    return 'late'\n"

    answered = run(zygote, slow, 0.6, limit_s=0.3)["value"]
    with pytest.raises(ChildTimedOut):
        run(zygote, slow, 60.0, limit_s=0.3)

    assert answered == "late"


def test_the_state_of_a_child_tells_running_from_sleeping(zygote):
    """Processor time and state are read from outside, not reported by the submission."""
    loop, sleep = "while True: pass", "import time; time.sleep(60)"
    seen = []
    for act in (loop, sleep):
        child = zygote.spawn({"work.py": f"def f():\n    {act}\n".encode()})
        child.ask(*values.encode({"op": "call", "target": "work.f", "args": []}))
        time.sleep(0.5)
        seen.append(child.time_used().runnable)
        child.close()

    assert seen == [True, False]


@pytest.mark.parametrize(("told_us", "moved"), [(1_000_000, True), (4_000_000_000, False)])
def test_a_child_that_lies_about_its_time_is_given_no_more(told_us, moved, lone_child):
    """The deadline moves for a child that waits for a processor, not for one that lies."""
    child, writer, parent = lone_child
    writer.write(pack(2, b"{}", b"", told_us))
    child.exchange(b"{}", b"", 1)

    with pytest.raises(ChildTimedOut):
        child.exchange(b"{}", b"", 0.02)

    assert (len(parent.looks) > 1) is moved


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
        ("import os\ndef f():\n    os.close(3); os.close(4)\n", "exit code 1"),
    ],
)
def test_the_way_a_child_ended_is_reported(zygote, code, how):
    """No exit code counts as an answer."""
    with pytest.raises(ChildDied) as death:
        run(zygote, code)

    assert death.value.how == how


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
    """Bytes that the submission writes into the pipe itself are no answer."""
    child = zygote.spawn(
        {"work.py": f"import os, struct\ndef f():\n    os.write(4, {forgery})\n".encode()}
    )

    with pytest.raises(FrameError):
        ask(child, "work.f")
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


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (pack(0, b'{"limits: x": true, "seccomp: y": false}', b""), "were allowed: seccomp: y"),
        (pack(0, b'{"failed": "OSError: mount: no"}', b""), "in: OSError: mount: no"),
        (pack(0, b"{", b""), "in: Expecting property name"),
        (pack(3, b"{}", b""), "in: got frame 3, expected frame 0"),
        (b"", "in: exit code 0"),
    ],
)
def test_a_child_that_did_not_lock_itself_in_is_not_used(report, words, lone_child):
    """The message names the act that was allowed, or the step that failed."""
    child, writer, _ = lone_child
    writer.write(report)
    writer.close()

    with pytest.raises(BoxFailed, match=rf'could not lock itself .*{words}.* Run "grader doctor"'):
        child.attest()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (pack(1, b'{"failed": "EOFError"}', b""), 'b\'{"failed": "EOFError"}\''),
        (b"", "exit code 0"),
    ],
)
def test_a_child_that_did_not_receive_its_submission_is_not_used(reply, words, lone_child):
    """None of the submission has run, so the failure is the grader's."""
    child, writer, _ = lone_child
    writer.write(reply)
    writer.close()

    with pytest.raises(BoxFailed, match=f"did not receive its submission: {words}"):
        child.submit({"work.py": b""})


def test_an_exception_without_a_readable_text_is_described(zygote):
    """Its own methods may raise; its type is known all the same."""
    code = "class Odd(Exception):\n    def __str__(self): raise KeyError\ndef f(): raise Odd\n"

    raised = run(zygote, code)["raised"]

    assert raised["text"] == "(its text cannot be read: KeyError)"
    assert raised["bases"][:2] == ["Odd", "Exception"]
