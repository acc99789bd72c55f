"""The pictures of ``pytest exercises --plots``: what the student's own code does."""

import contextlib
import importlib
import io
from collections.abc import Collection
from pathlib import Path
from typing import Any

import matplotlib
import torch
from matplotlib.figure import Figure

from _kit.files import shown_path
from _kit.language import Translator


def save_pictures(folder: Path, stuck: Collection[str], translate: Translator) -> list[str]:
    """
    Save each picture whose code is written and works.

    Args:
        folder: Where to; created if it is missing.
        stuck: Ids of exercises that ran into the time limit; their code is not
            called again.
        translate: Translates the sentences.

    Returns:
        One sentence per picture: where it is, or why it is missing.
    """
    matplotlib.use("Agg")  # without a window, whatever the student's code asks for
    sentences = [""]
    for name, needs, draw in (
        ("sigmoid.png", {"E06"}, draw_sigmoid),
        ("curves.png", {"E18", "E21"}, draw_curves),
        ("boundary.png", {"E18", "E20"}, draw_boundary),
    ):
        if needs & set(stuck):
            why = translate("it needs code that ran into the time limit")
            sentences.append(translate("No {name}: {why}", name=name, why=why))
            continue
        try:
            # What student code prints does not belong between our lines.
            with contextlib.redirect_stdout(io.StringIO()):
                figure = draw()
                folder.mkdir(parents=True, exist_ok=True)
                figure.savefig(folder / name, dpi=120)
        except (Exception, SystemExit) as error:
            reason = " ".join(str(error).split())[:60] or type(error).__name__
            sentences.append(translate("No {name}: {why}", name=name, why=reason))
        else:
            sentences.append(translate("Saved {name}", name=shown_path(folder / name)))
    return sentences


def draw_sigmoid() -> Figure:
    """Draw the student's sigmoid and its derivative."""
    z = torch.linspace(-8, 8, 401, requires_grad=True)
    p = _student("logistic", "sigmoid")(z)
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


def draw_curves() -> Figure:
    """Train with the student's fit and draw with the student's plot_curves."""
    figure: Figure = _student("plots", "plot_curves")(_run(*_blobs()))
    return figure


def draw_boundary() -> Figure:
    """Train with the student's fit and draw with the student's plot_boundary."""
    x, y = _blobs()
    plot_boundary = _student("plots", "plot_boundary")
    run = _run(x, y)
    # The accuracy of the line that is drawn, which is the one after the last update.
    right = (x @ run["weight"].flatten() + run["bias"] >= 0) == (y == 1)
    figure: Figure = plot_boundary(
        x,
        y,
        run["weight"],
        run["bias"],
        iteration=run["iterations"],
        loss=run["losses"][-1],
        acc=right.float().mean().item(),
    )
    return figure


def _run(x: torch.Tensor, y: torch.Tensor) -> Any:
    """Return what the student's fit returns."""
    return _student("training", "fit")(x, y, init_weight=torch.tensor([0.5, -0.3]), init_bias=0.0)


def _blobs() -> tuple[torch.Tensor, torch.Tensor]:
    """Return the student's two blobs, or others until those are written."""
    try:
        blobs: tuple[torch.Tensor, torch.Tensor] = _student("data", "make_two_blobs")()
        return blobs
    except Exception:
        generator = torch.Generator().manual_seed(10)
        centres = torch.tensor([2.7, -0.7]).repeat_interleave(100)[:, None]
        y = torch.tensor([0.0, 1.0]).repeat_interleave(100)
        return centres + torch.randn(200, 2, generator=generator), y


def _student(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)
