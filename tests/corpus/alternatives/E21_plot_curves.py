# %% asks for a screen
import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt


def plot_curves(result):
    plt.figure()
    plt.plot(range(len(result["losses"])), result["losses"], label="loss")
    steps, shares = zip(*result["accuracies"]) if result["accuracies"] else ((), ())
    plt.plot(steps, shares, label="accuracy")
    plt.xlabel("iteration")
    plt.legend()
    return plt.gcf()

# %% labels in Chinese
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("损失")
    c.plot(its, accs)
    c.set_ylabel("准确率")
    c.set_xlabel("迭代次数")
    return fig

# %% curves as line collection
import torch


def plot_curves(result):
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure
    figure = Figure()
    axis = figure.subplots()
    loss = list(enumerate(result["losses"]))
    share = [tuple(pair) for pair in result["accuracies"]]
    axis.add_collection(LineCollection([each for each in (loss, share) if each], colors=["C0", "C1"]))
    axis.autoscale_view()
    axis.text(0, 0, "loss (blue), accuracy (orange)")
    axis.set_xlabel("iteration")
    return figure

# %% fill between band
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    figure = Figure()
    ax = figure.subplots()
    steps, shares = list(zip(*result["accuracies"])) or ((), ())
    ax.plot(result["losses"], label="training loss")
    ax2 = ax.twinx()
    ax2.plot(steps, shares, color="tab:green", label="accuracy")
    ax2.axhline(0.99, ls=":", label="target")
    ax.axvline(len(result["losses"]) - 1, ls=":")
    ax.set_xlabel("Iteration")
    ax.legend(loc=2)
    ax2.legend(loc=4)
    return figure

# %% line objects
def plot_curves(result):
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    fig = Figure()
    ax = fig.add_axes([0.1, 0.1, 0.8, 0.8])
    n = len(result["losses"])
    ax.add_line(Line2D(list(range(n)), result["losses"], label="Loss"))
    its, accs = map(list, list(zip(*result["accuracies"])) or ((), ()))
    ax.add_line(Line2D(its, accs, label="Accuracy"))
    ax.set_xlim(0, n)
    ax.set_ylim(0, 2.5)
    ax.set_xlabel("Iteration")
    ax.legend()
    return fig

# %% log axis
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    a.set_yscale("log")
    a.set_xscale("symlog")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% loss scatter besides
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses, marker="o", ms=2)
    a.set_title("loss / iteration")
    c.plot(its, accs, ls="--")
    c.set_title("accuracy / iteration")
    for i, v in zip(its, accs):
        c.text(i, v, f"{v:.2f}")
    return fig

# %% markers only
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(its, accs, "o")
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% mosaic
import torch


def plot_curves(result):
    import matplotlib.pyplot as plt
    figure, axes = plt.subplot_mosaic([["loss"], ["accuracy"]], sharex=True)
    axes["loss"].plot(range(len(result["losses"])), result["losses"], "k.-", lw=1)
    axes["accuracy"].plot([k for k, _ in result["accuracies"]], [a for _, a in result["accuracies"]], "o--")
    for name, axis in axes.items():
        axis.set(ylabel=name, xlabel="iterations")
    return figure

# %% numpy arrays and grid
import torch


def plot_curves(result):
    import numpy as np
    from matplotlib.figure import Figure
    figure = Figure(layout="tight")
    left, right = figure.subplots(1, 2)
    losses = np.asarray(result["losses"], dtype=np.float32)
    pairs = np.array(result["accuracies"], dtype=float).reshape(-1, 2)
    left.plot(np.arange(losses.size), losses)
    right.plot(pairs[:, 0], pairs[:, 1], drawstyle="steps-post")
    left.set_title("Loss per iteration"), right.set_title("Accuracy per iteration")
    left.grid(True), right.grid(True)
    return figure

# %% percent axis
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(its, [100 * v for v in accs])
    c.set_ylabel("accuracy (%)")
    c.set_xlabel("iteration")
    return fig

# %% pyplot
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% same axis
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig = plt.figure()
    plt.plot(result["losses"], label="train loss")
    plt.plot(
        [k for k, _ in result["accuracies"]],
        [v for _, v in result["accuracies"]],
        "o-",
        label="train acc",
    )
    plt.xlabel("iter")
    plt.legend()
    return fig

# %% scatter and line
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    c.scatter(its, accs)
    c.axhline(0.99)
    a.axhline(0.6931, ls="--")
    a.grid()
    return fig

# %% logarithmic iterations
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.semilogx(range(len(losses)), losses)
    a.set_title("Loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% smoothed too
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    import numpy as np

    if losses:
        a.plot(np.convolve(losses, np.ones(3) / 3, mode="same"), alpha=0.4)
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% step plot
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.step(its, accs, where="post")
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% tensors plotted
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(torch.arange(len(losses)), torch.tensor(losses))
    a.set_ylabel("BCE loss")
    c.plot(torch.tensor(its), torch.tensor(accs))
    c.set_ylabel("accuracy")
    fig.supxlabel("iteration")
    return fig

# %% twin axis
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, a = plt.subplots()
    c = a.twinx()
    a.plot(range(len(result["losses"])), result["losses"], label="Loss")
    c.plot(*(list(zip(*result["accuracies"])) or ((), ())), "r.-", label="Acc")
    a.set_xlabel("Iterations")
    fig.legend()
    return fig

# %% twin axes
# Two y axes over one x axis, the accuracy in percent.
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    left = figure.add_subplot(1, 1, 1)
    right = left.twinx()
    left.plot([k for k, _ in enumerate(result["losses"])], result["losses"], color="C0")
    right.plot([k for k, _ in result["accuracies"]], [100 * a for _, a in result["accuracies"]], "C1o-")
    left.set(xlabel="Iteration", ylabel="Loss")
    right.set_ylabel("Accuracy in %")
    return figure

# %% one axes with a legend
# Both in one, told apart by a legend, tensors as data.
import torch
from matplotlib.figure import Figure


def plot_curves(result):
    losses = torch.tensor(result["losses"], dtype=torch.float64)
    pairs = torch.tensor(result["accuracies"], dtype=torch.float64).reshape(-1, 2)
    figure = Figure()
    axes = figure.subplots()
    axes.plot(torch.arange(len(losses)).numpy(), losses.numpy(), label="loss")
    axes.plot(pairs[:, 0].numpy(), pairs[:, 1].numpy(), "s", label="accuracy")
    axes.set_title("per iteration")
    axes.legend()
    return figure

# %% chinese names
# pyplot, closed again, with the words of the other language.
import matplotlib.pyplot as plt


def plot_curves(result):
    figure, axes = plt.subplots(1, 2)
    plt.close(figure)
    axes[0].plot(range(len(result["losses"])), list(result["losses"]), marker="")
    axes[0].set_ylabel("损失")
    steps, shares = [], []
    for step, share in result["accuracies"]:
        steps.append(step)
        shares.append(share)
    axes[1].plot(steps, shares, marker="x", linestyle="none")
    axes[1].set_ylabel("准确率")
    for each in axes:
        each.set_xlabel("迭代")
    return figure
