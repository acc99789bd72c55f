"""
The pictures that ``pytest exercises --plots`` saves: what your own code does.

Each function ``draw_<name>`` returns the figure of ``<name>.png``. It imports what it draws when it
is called, so that one module that cannot be imported costs no other picture.
"""

import torch
from matplotlib.figure import Figure

#: Picture → the exercises whose code it runs. What runs into the time limit is not run again.
NEEDS = {"sigmoid": {"E06"}, "curves": {"E18", "E21"}, "boundary": {"E18", "E20"}}


def draw_sigmoid():
    """Draw sigmoid and its derivative."""
    from logistic import sigmoid

    z = torch.linspace(-8, 8, 401, requires_grad=True)
    p = sigmoid(z)
    (slope,) = torch.autograd.grad(p.sum(), z)

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    axes.axhline(0.5, color="0.8", linewidth=1)
    axes.axvline(0, color="0.8", linewidth=1)
    axes.plot(z.detach().numpy(), p.detach().numpy(), label="p = sigmoid(z)")
    axes.plot(z.detach().numpy(), slope.numpy(), "--", label="its slope, from autograd")
    axes.set_xlabel("z = wx + b")
    axes.set_ylabel("p")
    axes.set_title("class 0 on the left of z = 0, class 1 from there on")
    axes.legend()
    return figure


def draw_curves():
    """Train with fit and draw with plot_curves."""
    from plots import plot_curves

    return plot_curves(_run(*_blobs()))


def draw_boundary():
    """Train with fit and draw with plot_boundary."""
    from plots import plot_boundary

    x, y = _blobs()
    run = _run(x, y)
    # The accuracy of the line that is drawn, which is the one after the last update.
    right = (x @ run["weight"].flatten() + run["bias"] >= 0) == (y == 1)
    return plot_boundary(
        x,
        y,
        run["weight"],
        run["bias"],
        iteration=run["iterations"],
        loss=run["losses"][-1],
        acc=right.float().mean().item(),
    )


def _run(x, y):
    """Return what fit returns."""
    from training import fit

    return fit(x, y, init_weight=torch.tensor([0.5, -0.3]), init_bias=0.0)


def _blobs():
    """Return two blobs, by other means until make_two_blobs is written."""
    try:
        from data import make_two_blobs

        return make_two_blobs()
    except Exception:
        generator = torch.Generator().manual_seed(10)
        centres = torch.tensor([2.7, -0.7]).repeat_interleave(100)[:, None]
        y = torch.tensor([0.0, 1.0]).repeat_interleave(100)
        return centres + torch.randn(200, 2, generator=generator), y
