"""
Figure specs of this course: numbers on visible inputs, drawn beside the reference's.

Every input here is public: the data of the notes, or numbers of the visible tests.
"""

from typing import Any

import torch

from grader.testing import Boundary, Curve, FigureSpec, NumberTable, Student, numbers


def _clouds() -> tuple[torch.Tensor, torch.Tensor]:
    """Return the two clouds of the notes: 100 points each, seed 10."""
    torch_stream = torch.Generator().manual_seed(10)
    ones = torch.ones(100, 2)
    x0 = torch.normal(1.7 * ones, 1, generator=torch_stream) + 1
    x1 = torch.normal(-1.7 * ones, 1, generator=torch_stream) + 1
    return torch.cat((x0, x1)), torch.cat((torch.zeros(100), torch.ones(100)))


X, Y = _clouds()
W, INPUT = torch.tensor([1.0, -0.5]), torch.tensor([2.0, 3.0])
KEYS = ("w", "x", "a", "b")
ZS = torch.linspace(-8, 8, 81)
STEEP = [-1000.0, -100.0, -20.0, -1.0, 0.0, 1.0, 20.0, 100.0, 1000.0]
P, LOGITS = torch.tensor([0.1, 0.4, 0.7, 0.9]), torch.tensor([-2.0, 0.0, 3.0, 1000.0])
LABELS = torch.tensor([0.0, 1.0, 1.0, 0.0])


def graph_gradients(student: Student) -> list[float]:
    """Return eight gradients, two for each tensor of the graph."""
    found = student.call("gradients.graph_gradients", W, INPUT).value
    return [number for key in KEYS for number in numbers(found[key])]


def descent(student: Student) -> list[float]:
    """Return the losses of thirty steps of linear regression on five points."""
    x = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0])
    answer = student.call("gradients.manual_gradient_descent", x, 2 * x + 1, 0.0, 0.0, 0.2, 30)
    return numbers(answer.value["losses"])


def fitted(student: Student) -> Any:
    """Train on the clouds of the notes from zero; both exhibits of fit see the same run."""
    start = {"init_weight": torch.zeros(2), "init_bias": 0.0}
    return student.call("training.fit", X, Y, **start).value


def boundary(student: Student) -> list[float]:
    """Return the two weights and the bias at the end of the run."""
    run = fitted(student)
    return [*numbers(run["weight"]), *numbers(run["bias"])]


EXHIBITS: list[FigureSpec] = [
    NumberTable(
        "E01",
        "Gradients at w = [1, -0.5], x = [2, 3]",
        graph_gradients,
        "A ratio of 2, of 1/2 or of -1 in every row is a factor or a sign; in one row it is a "
        "path through the graph that was left out.",
        rows=[f"d sum(y) / d {key}[{index}]" for key in KEYS for index in range(2)],
    ),
    Curve(
        "E05",
        "Loss of 30 steps on y = 2x + 1",
        descent,
        "Right at step 0 and wrong from step 1: the update. Wrong from step 2: what is still in "
        ".grad.",
        axes=("step", "loss"),
    ),
    Curve(
        "E06",
        "sigmoid(z) from -8 to 8",
        lambda student: numbers(student.call("logistic.sigmoid", ZS).value),
        "It starts at 0, passes 0.5 at z = 0 and ends at 1.",
        axes=("z", "sigmoid(z)"),
        at=[round(z, 2) for z in ZS.tolist()],
    ),
    NumberTable(
        "E06",
        "Slope of sigmoid, from autograd",
        lambda student: numbers(student.pullback("logistic.sigmoid", torch.tensor(STEEP)).value),
        "The slope is s(1 - s): 1/4 at 0, and a finite number however large z is.",
        rows=[f"z = {z:g}" for z in STEEP],
    ),
    NumberTable(
        "E12",
        "Gradient of bce_loss by p",
        lambda student: numbers(student.pullback("loss.bce_loss", P, LABELS).value),
        "With four samples each gradient is (p - y) / (4 p (1 - p)). A ratio of 4 everywhere "
        "is a sum in place of a mean.",
        rows=[f"p = {p:g}, y = {y:g}" for p, y in zip(P.tolist(), LABELS.tolist(), strict=True)],
    ),
    NumberTable(
        "E13",
        "Gradient of bce_with_logits by z",
        lambda student: numbers(student.pullback("loss.bce_with_logits", LOGITS, LABELS).value),
        "With four samples each gradient is (sigmoid(z) - y) / 4, at z = 1000 as well.",
        rows=[
            f"z = {z:g}, y = {y:g}" for z, y in zip(LOGITS.tolist(), LABELS.tolist(), strict=True)
        ],
    ),
    Curve(
        "E18",
        "Loss of fit on the data of the notes, from zero",
        lambda student: numbers(fitted(student)["losses"]),
        "Wrong at 0: the loss or the start. From 1 on: the update. From 2 on: what is left in "
        ".grad, or the momentum. Shorter or longer: when it stops.",
        axes=("iteration", "loss"),
    ),
    Boundary(
        "E18",
        "Where fit draws the line",
        boundary,
        "On the line p is 0.5. Class 1 is the lower left cloud.",
        points=X.tolist(),
        labels=[int(y) for y in Y.tolist()],
        rtol=1e-3,
    ),
]
