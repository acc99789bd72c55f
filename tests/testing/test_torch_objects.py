"""Modules, optimizers and loaders of torch that a test makes are such objects inside as well."""

import textwrap
from collections.abc import Callable

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from grader.testing import assert_matches

FIT = """
    import torch

    def fit(model, x, y, epochs=3, lr=0.1):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        model.train()
        for _ in range(epochs):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()
        model.eval()
        return model

    def step(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""


def _fit(model: torch.nn.Module, x: torch.Tensor, y: torch.Tensor) -> None:
    space: dict[str, Callable[..., object]] = {}
    exec(textwrap.dedent(FIT), space)
    space["fit"](model, x, y)


MODULES = {
    "linear": lambda: torch.nn.Linear(2, 1),
    "sequential": lambda: torch.nn.Sequential(
        torch.nn.Linear(2, 4), torch.nn.BatchNorm1d(4), torch.nn.GELU(), torch.nn.Linear(4, 1)
    ),
}


@pytest.mark.parametrize("make", MODULES.values(), ids=list(MODULES))
def test_a_module_of_the_test_is_trained_in_the_box(submission, make):
    """Parameters, buffers, gradients and the mode outside are those that training leaves."""
    torch.manual_seed(1)
    x, y = torch.randn(8, 2), torch.randn(8, 1)
    model, twin = make(), make()
    twin.load_state_dict(model.state_dict())
    student = submission(FIT)

    assert student.work.fit(model, x, y) is model
    _fit(twin, x, y)

    assert not model.training
    for name, value in twin.state_dict().items():
        assert_matches(model.state_dict()[name], value)
    for one, other in zip(model.parameters(), twin.parameters(), strict=True):
        assert_matches(one.grad, other.grad)
    assert_matches(model(x), twin(x))


def test_what_the_test_changes_of_a_module_is_changed_inside(submission):
    """Its mode and numbers are in step between two calls, and its class is torch's own."""
    student = submission("""
        def facts(model):
            return type(model).__name__, model.training, float(model.weight.sum()), str(model)
    """)
    model = torch.nn.Linear(2, 1)
    assert student.work.facts(model)[:2] == ("Linear", True)

    model.eval()
    with torch.no_grad():
        model.weight.fill_(2.0)

    assert student.work.facts(model) == ("Linear", False, 4.0, str(model))


def test_a_layer_that_is_replaced_inside_is_replaced_here(submission):
    """A new last layer is asked from here, with gradients."""
    student = submission("""
        import torch
        def new_head(model, n):
            model[1] = torch.nn.Linear(3, n)
    """)
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Linear(3, 1))

    student.work.new_head(model, 5)
    out = model(torch.ones(4, 2))
    out.sum().backward()

    assert out.shape == (4, 5)
    assert_matches(model[0].bias.grad.shape, (3,))
    assert_matches(model[1].bias.grad, torch.full((5,), 4.0))


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam])
def test_an_optimizer_of_the_test_steps_on_either_side(submission, kind):
    """Two steps, one in the box and one here, with the state of the optimizer in step."""
    model, twin = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    twin.load_state_dict(model.state_dict())
    options = {"momentum": 0.9} if kind is torch.optim.SGD else {}
    x = torch.tensor([[1.0, 2.0]])
    mine, other = (kind(each.parameters(), lr=0.1, **options) for each in (model, twin))
    student = submission(FIT)

    student.work.step(mine, model(x).sum())
    mine.step()
    twin(x).sum().backward()
    other.step()
    other.step()

    assert_matches(model.weight, twin.weight)
    assert list(mine.state) == list(model.parameters())


def test_a_scheduler_and_a_loader_of_the_test_are_used_inside(submission):
    """A rate that falls, and batches in order."""
    student = submission("""
        def epoch(loader, scheduler):
            seen = [x.tolist() for x, in loader]
            scheduler.optimizer.step()
            scheduler.step()
            return len(loader.dataset), seen
    """)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
    loader = DataLoader(TensorDataset(torch.arange(3.0)), batch_size=2)

    assert student.work.epoch(loader, scheduler) == (3, [[0.0, 1.0], [2.0]])
    assert optimizer.param_groups[0]["lr"] == 0.5


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (lambda: torch.nn.Conv2d(1, 2, 3), (1, 1, 5, 5)),
        (lambda: torch.nn.Embedding(4, 3), None),
        (lambda: torch.nn.LSTM(2, 3, proj_size=2), (4, 1, 2)),
        (lambda: torch.nn.TransformerEncoderLayer(4, 2, dropout=0.0), (3, 1, 4)),
        (lambda: torch.nn.CrossEntropyLoss(weight=torch.ones(2)), None),
    ],
)
def test_modules_of_many_kinds_answer_alike_inside(submission, make, shape):
    """What has weak references, functions or no parameters at all works as well."""
    student = submission("def ask(model, *args): return model(*args)")
    model = make()
    args = [torch.randn(shape)] if shape else [torch.tensor([1, 0])]
    if isinstance(model, torch.nn.CrossEntropyLoss):
        args.insert(0, torch.randn(2, 2))

    came, here = student.work.ask(model, *args), model(*args)

    if isinstance(here, tuple):
        came, here = came[0], here[0]
    assert_matches(came, here)


def test_a_module_of_a_class_of_the_test_says_what_to_hand_in(submission):
    """It may be called inside; its parameters stay here, and the message names the way out."""

    class Net(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = torch.nn.Linear(1, 1)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.layer(x)

    student = submission("""
        def ask(model, x): return model(x)
        def count(model): return len(list(model.parameters()))
    """)
    net, x = Net(), torch.ones(2, 1)

    assert_matches(student.work.ask(net, x), net(x))
    with pytest.raises(AttributeError, match=r"Hand in an object of torch's own"):
        student.work.count(net)
