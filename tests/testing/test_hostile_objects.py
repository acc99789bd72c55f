"""Submissions whose objects attack the test; each attack works where both are one process."""

import itertools
import os
import sys
import textwrap
import types

import pytest
import torch

from grader.results.outcomes import Outcome
from grader.testing import CheckFailed, assert_matches


def native(code: str) -> types.ModuleType:
    """Run the submission in this process, as graders without a box do."""
    module = types.ModuleType("work")
    exec(compile(textwrap.dedent(code), "work.py", "exec"), module.__dict__)
    return module


def equals_five(work):
    assert work.answer() == 5


def sums_to_six(work):
    found = work.answer()
    assert sum(found) == 6
    assert found == [1, 2, 3]


def is_a_number(work):
    assert isinstance(work.answer(), int)
    assert work.answer() + 0 == 5


def has_length_three(work):
    found = work.answer()
    assert len(found) == 3
    assert list(found) == [1, 2, 3]


def changes_what_it_was_given_only(work):
    key = [1, 2]
    work.change([])
    assert key == [0]


#: What it tries → the submission, the check that it deceives, and what becomes of it in the box.
DECEIVERS = {
    "is equal to everything": (
        "class Anything:\n    def __eq__(self, other): return True\n"
        "def answer(): return Anything()",
        equals_five,
    ),
    "is a number equal to everything": (
        "class Anything(int):\n    def __eq__(self, other): return True\n"
        "def answer(): return Anything(1)",
        equals_five,
    ),
    "is a list that changes when it is read": (
        "class Shifty(list):\n    def __iter__(self): return iter([1, 2, 3])\n"
        "    def __eq__(self, other): return True\ndef answer(): return Shifty()",
        sums_to_six,
    ),
    "is an object that changes between questions": (
        "class Shifty:\n    n = 0\n    def __iter__(self): return iter([6])\n"
        "    def __eq__(self, other): self.n += 1; return self.n > 0\n"
        "def answer(): return Shifty()",
        sums_to_six,
    ),
    "lies about its class": (
        "class Liar:\n    __class__ = int\n    def __add__(self, other): return Always()\n"
        "class Always:\n    def __eq__(self, other): return True\ndef answer(): return Liar()",
        is_a_number,
    ),
    "changes what it was not given": (
        "import sys\ndef change(x): sys._getframe(1).f_locals['key'][:] = [0]",
        changes_what_it_was_given_only,
    ),
}


@pytest.mark.parametrize(("code", "check"), DECEIVERS.values(), ids=DECEIVERS)
def test_a_deceiver_passes_in_one_process_and_not_in_the_box(submission, code, check):
    """The control run is deceived; across the wall the check fails."""
    check(native(code))

    with pytest.raises((AssertionError, CheckFailed, AttributeError, KeyError)):
        check(submission(code).work)


ENDLESS = """
class Endless:
    def __iter__(self): return self
    def __next__(self): return 1
def answer(): return Endless()
def run(f):
    while True: f()
"""


class _EnoughError(BaseException):
    """The control run has shown that it does not end."""


def test_endless_iteration_ends_the_check(submission):
    """In one process it goes on for longer than a check may ask."""
    assert sum(itertools.islice(native(ENDLESS).answer(), 30_000)) == 30_000

    with pytest.raises(CheckFailed, match="Does the iteration end") as caught:
        list(submission(ENDLESS).work.answer())
    assert caught.value.outcome is Outcome.TIMED_OUT


def test_callbacks_without_end_end_the_check(submission):
    """In one process they go on for longer than a check allows."""
    calls = itertools.count()

    def stop():
        if next(calls) > 30_000:
            raise _EnoughError

    with pytest.raises(_EnoughError):
        native(ENDLESS).run(stop)
    with pytest.raises(CheckFailed) as caught:
        submission(ENDLESS).work.run(lambda: None)
    assert caught.value.outcome is Outcome.TIMED_OUT


def test_calls_that_call_each_other_without_end_end_the_check(submission):
    """Re-entry is bounded by the recursion of either side."""
    student = submission("def run(f): return f()")

    def again():
        return student.work.run(again)

    with pytest.raises((CheckFailed, RecursionError)):
        student.work.run(again)
    plain = native("def run(f): return f()")

    def natively():
        return plain.run(natively)

    with pytest.raises(RecursionError):
        plain.run(natively)


def test_what_a_property_runs_runs_in_the_box(submission):
    """In one process it runs here."""
    code = """
    import os
    class Spy:
        def __getattr__(self, name): return os.getpid()
        def __repr__(self): return str(os.getpid())
        def __len__(self): return os.getpid()
    def answer(): return Spy()
    """
    assert native(code).answer().x == os.getpid()

    spy = submission(code).work.answer()

    assert os.getpid() not in (spy.x, len(spy), int(repr(spy)))
    assert not hasattr(type(spy), "__eq__") or spy != os.getpid()


FORGES = {
    "gives a gradient of another shape": "o.LocalObjects.products = lambda *a: [torch.ones(7)]",
    "gives a gradient of another dtype": (
        "o.LocalObjects.products = lambda *a: [torch.ones(3, dtype=torch.int64)]"
    ),
    "gives more gradients than asked for": "o.LocalObjects.products = lambda *a: [None, None]",
    "gives no list of gradients": "o.LocalObjects.products = lambda *a: 'x'",
    "changes an argument that was never given": (
        "w.ValueWriter.finish = lambda self: self.defs.append([(9 << 19) + 1, 'list', ['l', [1]]])"
    ),
    "changes the kind of an argument": (
        "w.ValueWriter.changes = lambda self: self.defs.extend("
        "[[n, 'dict', ['l', []]] for n in self.table.objects])"
    ),
    "names what it may not": "w.ValueWriter.node = lambda self, v, d=0: ['n', 'os:system']",
    "names a function": "w.ValueWriter.node = lambda self, v, d=0: ['n', 'builtins:eval']",
    "names what is not loaded": "w.ValueWriter.node = lambda self, v, d=0: ['n', 'antigravity:x']",
    "announces a tensor larger than its memory": (
        "w.ValueWriter._tensor_parts = lambda self, n, v, d: "
        "[self._storage(v.detach().untyped_storage()), 'float64', [10**6], [1], 0, 0, None, None]"
    ),
    "answers with a handle of no class": (
        "o.LocalObjects.own = lambda self, v, wr: ('object', [3, ''])"
    ),
}


@pytest.mark.parametrize("forge", FORGES.values(), ids=FORGES)
def test_a_forged_frame_gives_a_wrong_answer_at_most(submission, forge):
    """The control run is the same submission without the forgery: the check passes."""
    code = (
        "import sys, torch\n"
        "import inside.objects.operations as o, inside.objects.writer as w\n{forge}\n"
        "class Kept:\n    pass\n"
        "def square(x, xs):\n    xs.append(1)\n    return x * x\ndef keep(): return Kept()"
    )

    def check(work):
        x, xs = torch.ones(3, requires_grad=True), []
        out = work.square(x, xs)
        out.sum().backward()
        assert_matches(x.grad, 2 * torch.ones(3))
        assert xs == [1]
        assert work.keep() is not None

    check(submission(code.format(forge="")).work)
    with pytest.raises((CheckFailed, AssertionError)):
        check(submission(code.format(forge=forge)).work)
    assert "antigravity" not in sys.modules


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("getattr", ("f", "__globals__")),
        ("getattr", ("g", "gi_frame")),
        ("getattr", ("xs", "append")),
        ("mul", ("xs", 10**9)),
        ("setitem", ("xs", 0, 1)),
        ("input", ("name?",)),
        ("readline", ()),
        ("vjp", ("f", [], None, False)),
    ],
)
def test_a_callback_that_the_test_does_not_offer_is_refused(submission, operation, arguments):
    """The control run is a call, which it offers; asked for anything else the test says no."""
    student = submission(
        """
        import sys
        def ask(operation, arguments, f, g, xs):
            table = f._table
            given = {"f": f, "g": g, "xs": xs}
            found = [given[a] if a in list(given) else a for a in arguments]
            return table.callback(operation, *found)
        """
    )
    objects = (lambda: 5), (n for n in (1, 2)), [1]

    assert student.work.ask("call", ("f",), *objects) == 5
    with pytest.raises((TypeError, AttributeError)):
        student.work.ask(operation, arguments, *objects)


def test_what_is_put_into_a_module_of_the_test_runs_in_the_box(submission):
    """A function that takes the place of ``forward`` is called inside, not here."""
    student = submission("""
        import os
        def fit(model):
            model.forward = lambda x: os.getpid()
    """)
    model = torch.nn.Linear(1, 1)

    student.work.fit(model)

    assert model(torch.ones(1, 1)) not in (None, os.getpid())
