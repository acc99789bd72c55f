"""
The pictures of the chapter, drawn by the solutions.

    python .ci/chapter_pictures.py

Writes ``exercises/pictures/``. Each picture carries the numbers it shows in its metadata,
so that a test can compare them with what the solutions give today, without looking at
pixels.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "exercises" / "pictures"
MOMENTS = (0, 20, 100, 260, 380)

sys.path[:0] = [str(ROOT / "solutions"), str(ROOT / "exercises")]

import matplotlib  # noqa: E402 - needs the paths above
import torch  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

matplotlib.rcParams.update({"svg.hashsalt": "chapter", "svg.fonttype": "path", "font.size": 10})


def facts() -> dict[str, dict[str, Any]]:
    """Return the numbers that each picture shows, rounded as it shows them."""
    from gradients import graph_gradients
    from logistic import sigmoid

    gradients = graph_gradients(torch.ones(1), torch.full((1,), 2.0))
    run, film = notes_run(), []
    accuracies = dict(run["accuracies"])
    for moment in MOMENTS:
        weight, bias = parameters_at(moment)
        film.append(
            {
                "iteration": moment,
                "loss": round(run["losses"][moment], 4),
                "accuracy": round(accuracies[moment], 3),
                "weight": [round(value, 3) for value in weight.flatten().tolist()],
                "bias": round(bias, 3),
            }
        )
    middle = sigmoid(torch.tensor([-2.0, 0.0, 2.0])).tolist()
    return {
        "sigmoid.svg": {"sigmoid": [round(value, 4) for value in middle]},
        "graph.svg": {name: value.item() for name, value in gradients.items()},
        "film.png": {"moments": film},
        "curves.svg": {"iterations": run["iterations"], "accuracies": len(accuracies)},
    }


def start() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, float]:
    """Return the data of the notes and the weights they begin with: all from one seed."""
    from data import make_two_blobs

    x, y = make_two_blobs(seed=10)
    torch.manual_seed(10)
    ones = torch.ones(100, 2)  # the script of the notes draws both clouds, then the weights
    again = torch.cat([torch.normal(1.7 * ones, 1) + 1, torch.normal(-1.7 * ones, 1) + 1])
    assert torch.allclose(x, again, atol=1e-5), (
        "make_two_blobs no longer draws the clouds of the notes"
    )
    line = torch.nn.Linear(2, 1)
    return x, y, line.weight.detach().clone(), line.bias.item()


def notes_run() -> dict[str, Any]:
    """Return the run of the notes, made by the solution of E18."""
    from training import fit

    x, y, weight, bias = start()
    return dict(fit(x, y, init_weight=weight, init_bias=bias))


def parameters_at(iteration: int) -> tuple[torch.Tensor, float]:
    """Return the weights to which the loss of an iteration belongs: before its update."""
    from training import fit

    x, y, weight, bias = start()
    if iteration == 0:
        return weight, bias
    run = fit(x, y, init_weight=weight, init_bias=bias, max_iters=iteration)
    return run["weight"].detach(), float(run["bias"])


def draw_graph() -> Figure:
    """Draw the graph of E01 at w = 1, x = 2: values in the nodes, gradients on the edges."""
    from gradients import graph_gradients

    found = graph_gradients(torch.ones(1), torch.full((1,), 2.0))
    grad = {name: f"{value.item():g}" for name, value in found.items()}
    figure = Figure(figsize=(7.2, 3.1), layout="constrained")
    axes = figure.subplots()
    places = {"x": (0, 2), "w": (0, 0), "a": (2.4, 2), "b": (2.4, 0), "y": (4.8, 1)}
    texts = {
        "x": "x = 2",
        "w": "w = 1",
        "a": "a = x + w\n= 3",
        "b": "b = w + 1\n= 2",
        "y": "y = a · b\n= 6",
    }
    for name, (across, up) in places.items():
        leaf = name in "wx"
        style = {"boxstyle": "round,pad=0.5", "fc": "#e8f0fa" if leaf else "white", "ec": "0.3"}
        axes.text(across, up, texts[name], ha="center", va="center", bbox=style, zorder=3)
    # What flows back along each edge: the gradient at its end times its own slope, here 1,
    # or the other factor of the product.
    for begin, end, back in (
        ("x", "a", grad["a"]),
        ("w", "a", grad["a"]),
        ("w", "b", grad["b"]),
        ("a", "y", grad["a"]),
        ("b", "y", grad["b"]),
    ):
        axes.annotate(
            "",
            places[begin],
            places[end],
            arrowprops={"arrowstyle": "-|>", "color": "tab:red", "shrinkA": 38, "shrinkB": 32},
        )
        (x0, y0), (x1, y1) = places[begin], places[end]
        axes.text(
            (x0 + x1) / 2, (y0 + y1) / 2 + 0.13, back, color="tab:red", ha="center", va="bottom"
        )
    for name, below in (("x", False), ("w", True), ("a", False), ("b", True)):
        across, up = places[name]
        said = f"gradient {grad[name]}" + (" = 2 + 3" if name == "w" else "")
        axes.text(
            across, up + (-0.55 if below else 0.55), said, color="tab:red", ha="center", va="center"
        )
    axes.text(4.8, 0.35, "starts with 1", color="tab:red", ha="center", va="center")
    axes.set(xlim=(-0.8, 5.6), ylim=(-0.8, 2.8))
    axes.axis("off")
    return figure


def draw_film() -> Figure:
    """Draw the boundary at five moments of the notes' run."""
    x, y, _, _ = start()
    shown = {moment["iteration"]: moment for moment in facts()["film.png"]["moments"]}
    figure = Figure(figsize=(11, 2.9), layout="constrained")
    grid = torch.linspace(-5, 7, 121)
    across, up = torch.meshgrid(grid, grid - 1, indexing="xy")
    for axes, moment in zip(figure.subplots(1, 5, sharey=True), MOMENTS, strict=True):
        weight, bias = parameters_at(moment)
        w0, w1 = weight.flatten().tolist()
        p = torch.sigmoid(w0 * across + w1 * up + bias)
        extent = (-5, 7, -6, 6)
        axes.imshow(p, origin="lower", extent=extent, cmap="coolwarm_r", alpha=0.45, vmin=0, vmax=1)
        axes.contour(across, up, p, levels=[0.5], colors="black", linewidths=1.2)
        wrong = ((x @ weight.flatten() + bias) >= 0) != (y == 1)
        for label, colour in ((0, "tab:red"), (1, "tab:blue")):
            axes.scatter(*x[y == label].T, s=5, c=colour)
        axes.scatter(*x[wrong].T, s=38, facecolors="none", edgecolors="black", linewidths=0.9)
        foot = -bias / (w0**2 + w1**2)
        axes.annotate(
            "",
            (foot * w0 + w0, foot * w1 + w1),
            (foot * w0, foot * w1),
            arrowprops={"arrowstyle": "-|>", "color": "black", "linewidth": 1.4},
        )
        numbers = shown[moment]
        axes.set_title(
            f"iteration {moment}\nloss {numbers['loss']:.4f}, acc {numbers['accuracy']:.3f}",
            fontsize=9,
        )
        axes.set(xlim=(-5, 7), ylim=(-6, 6), xticks=[], yticks=[])
    return figure


def draw_curves() -> Figure:
    """Draw the notes' run with the solution of E21, and what to compare it with."""
    from plots import plot_curves

    figure = plot_curves(notes_run())
    figure.set_size_inches(6.5, 4.6)
    upper, lower = figure.axes
    upper.axhline(0.6931, color="0.6", linestyle="--", linewidth=1)
    upper.text(380, 0.672, "ln 2: knows nothing", color="0.4", ha="right", va="top", fontsize=9)
    upper.set_ylim(0, 0.74)
    lower.axhline(0.99, color="0.6", linestyle="--", linewidth=1)
    lower.text(
        150, 0.991, "the run ends above this line", color="0.4", ha="right", va="bottom", fontsize=9
    )
    return figure


def pictures() -> Iterator[tuple[str, Figure]]:
    """Yield the name and the figure of each picture."""
    from saved_plots import draw_sigmoid

    yield "sigmoid.svg", draw_sigmoid()
    yield "graph.svg", draw_graph()
    yield "film.png", draw_film()
    yield "curves.svg", draw_curves()


def facts_in(path: Path) -> dict[str, Any]:
    """Return the numbers that a picture carries."""
    content = path.read_bytes().decode("latin-1")
    found = re.search(r"FACTS(\{.*?\})FACTS", content, re.DOTALL)
    if found is None:
        raise ValueError(f"{path.name} carries no numbers. Run: python .ci/chapter_pictures.py")
    return dict(json.loads(found[1].replace("&quot;", '"')))


def main() -> None:
    """Draw and write every picture."""
    PICTURES.mkdir(exist_ok=True)
    numbers = facts()
    for name, figure in pictures():
        carried = f"FACTS{json.dumps(numbers[name])}FACTS"
        metadata = {"Description": carried, **({"Date": None} if name.endswith("svg") else {})}
        figure.savefig(PICTURES / name, dpi=90, metadata=metadata)
        print(f"{name}: {(PICTURES / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
