"""Answers that nobody gave on purpose: right ones with their numbers spoiled, and empty ones."""

from grader.course.manifest import Exercise

#: What a spoiled answer puts in the place of each number; ``one`` is a tensor or a float.
SPOILS = {
    "None": "None",
    "its argument": "args[0] if args else None",
    "zeros": "_each(lambda one: one * 0, right)",
    "random numbers": "_each(_drawn, right)",
    "noise": "_each(lambda one: one + 0.37 * _drawn(one), right)",
    "scale and shift": "_each(lambda one: one * 1.37 + 0.51, right)",
    "half of the numbers": "_each(_some, right)",
}

_PRELUDE = """
import torch as _torch

_generator = _torch.Generator().manual_seed({seed})


def _drawn(one):
    if not isinstance(one, _torch.Tensor):
        return _torch.randn((), generator=_generator, dtype=_torch.float64).item()
    numbers = _torch.randn(one.shape, generator=_generator, dtype=_torch.float64)
    if one.dtype == _torch.int64:
        return (numbers > 0).to(one.dtype)
    return numbers.to(one.dtype)


def _some(one):
    if isinstance(one, _torch.Tensor) and one.numel() > 1:
        mask = _torch.rand(one.shape, generator=_generator) < 0.5
        return _torch.where(mask, one + _drawn(one), one)
    return one + _drawn(one)


def _each(change, value):
    if isinstance(value, dict):
        return {{key: _each(change, item) for key, item in value.items()}}
    if isinstance(value, (list, tuple)):
        return type(value)(_each(change, item) for item in value)
    if isinstance(value, _torch.Tensor):
        return change(value.detach())
    return change(value) if isinstance(value, float) else value
"""

_FUNCTION = """
_right_{name} = {name}


def {name}(*args, **kwargs):
    right = _right_{name}(*args, **kwargs)
    return {spoil}
"""

#: Where the answer is no value of its own, the spoiled one is written out.
_MODULE = """
class LR(LR):
    def forward(self, *args):
        right = super().forward(*args)
        return {spoil}
"""

_OPTIMIZER = """
def make_optimizer(*args, **kwargs):
    right = [0.5, 0.5]
    rates = {spoil}
    rates = rates if isinstance(rates, list) else [3.0, 7.0]
    groups = [{{"params": [p], "lr": abs(r)}} for p, r in zip(args[0].parameters(), rates)]
    return _torch.optim.SGD(groups, lr=1.0)


def decay_lr(*args, **kwargs):
    right = [0.5, 0.5]
    return {spoil}
"""

_LOSSES = """
def backward_losses(*args):
    right = [loss.detach() for loss in args[0]]
    starts = {spoil}
    if starts is not None and starts is not args[0]:
        _torch.autograd.backward(list(args[0]), [start for start in starts])
"""

_STEP = """
def train_step(*args):
    right = 0.7
    return {spoil}
"""

_PICTURE = """
def {name}(*args, **kwargs):
    from matplotlib.figure import Figure

    right = _torch.full((5, 2), 0.7)
    points = {spoil}
    if args and points is args[0]:
        return points
    figure = Figure()
    axes = figure.subplots()
    if isinstance(points, _torch.Tensor) and points.dim() == 2:
        axes.plot(points[:, 0].numpy(), points[:, 1].numpy())
        axes.scatter(points[:, 0].numpy(), points[:, 1].numpy())
    return figure if points is not None else None
"""

_LOG = """
def log_history(writer, result):
    args = (result,)
    right = list(result["losses"])
    values = {spoil}
    for step, value in enumerate(values if isinstance(values, list) else ()):
        writer.add_scalar("loss", value, step)
    for step, (_, value) in enumerate(result["accuracies"]):
        writer.add_scalar("acc", value + 1.0, step)
"""

_WRITTEN_OUT = {
    "E02b": _LOSSES,
    "E11": _MODULE,
    "E15": _OPTIMIZER,
    "E17": _STEP,
    "E20": _PICTURE.replace("{name}", "plot_boundary"),
    "E21": _PICTURE.replace("{name}", "plot_curves"),
    "E22": _LOG,
}


def spoiled(exercise: Exercise, spoil: str, seed: int = 0) -> bytes:
    """Return a patch that spoils every answer of *exercise*; *spoil* is one of SPOILS."""
    template = _WRITTEN_OUT.get(exercise.id, _FUNCTION)
    texts = [
        template.format(name=name, spoil=SPOILS[spoil])
        for name in (exercise.names if template is _FUNCTION else ("",))
    ]
    return (_PRELUDE.format(seed=seed) + "".join(texts)).encode()
