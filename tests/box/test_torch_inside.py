"""torch in the box: one thread, seeds by the question, no compiler until it is needed."""

import pytest
import torch
from helpers.box import ask, run


def test_unseeded_numbers_depend_on_the_question_alone(zygote):
    """A question draws the same numbers after any other question, and others when repeated."""
    code = (
        "import random, numpy, torch\n"
        "def f(x):\n"
        "    return [random.random(), numpy.random.rand(), torch.rand(1).item()]\n"
    )
    child = zygote.spawn({"work.py": code.encode()})

    alone = run(zygote, code, 1)["value"]
    other, after, again = (ask(child, "work.f", x)["value"] for x in (0, 1, 1))
    child.close()

    assert after == alone
    assert not {str(x) for x in alone} & {str(x) for x in (*other, *again)}


def test_asking_for_more_threads_is_harmless(zygote):
    """Large operations, oneDNN's among them, run on the one thread there is."""
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
    """Operations that need certain instructions, such as those on float16, work there too."""
    code = "import torch\ndef f():\n    return torch.cpu._is_avx2_supported()\n"

    assert run(zygote, code)["value"] is torch.cpu._is_avx2_supported()


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
    """The box has no compiler; an answer that uses one is right without it."""
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


def test_deferred_modules_are_loaded_when_they_are_needed(zygote):
    """A submission may use the compiler's modules; they are not loaded before."""
    reply = run(zygote, PUT_OFF)

    assert reply["value"] == [True, False, "ShapeEnv", False, True]
