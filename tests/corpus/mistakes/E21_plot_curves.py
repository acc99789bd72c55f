# %% accuracy every iteration
# caught by: test_plot_curves_accuracy
# message: For example,
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    n = len(result["losses"])
    a.plot(result["losses"])
    table = dict(result["accuracies"])
    last, filled = 0, []
    for k in range(n):
        last = table.get(k, last)
        filled.append(last)
    b.plot(range(n), filled)
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f

# %% accuracy exchanged
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(accs, its)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% accuracy from one
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(range(1, len(accs) + 1), accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% accuracy pairs
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(result["accuracies"])
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% accuracy times twenty
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot([20 * k for k in range(len(accs))], accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% bars in place of lines
# caught by: test_plot_curves_loss
# message: No line has just these points
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.bar(range(len(losses)), losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% both against checks
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    import numpy as np

    a.plot(np.linspace(0, its[-1], len(losses)) * 1.2, losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% calls show
# caught by: test_plot_curves_words
# message: show is called
def plot_curves(result):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    fig, (top, bottom) = plt.subplots(2, 1, sharex=True)
    top.plot(result["losses"])
    bottom.plot([it for it, _ in result["accuracies"]], [a for _, a in result["accuracies"]])
    top.set_ylabel("loss")
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    plt.show()
    return fig

# %% smoothed loss
# caught by: test_plot_curves_loss
# message: For example,
import torch


def plot_curves(result):
    from matplotlib.figure import Figure

    fig = Figure()
    top, bottom = fig.subplots(2, 1)
    smooth, m = [], None
    for v in result["losses"]:
        m = v if m is None else 0.6 * m + 0.4 * v
        smooth.append(m)
    top.plot(range(len(smooth)), smooth)
    bottom.plot([i for i, _ in result["accuracies"]], [a for _, a in result["accuracies"]])
    top.set_ylabel("loss")
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return fig

# %% zero accuracy dropped
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    from matplotlib.figure import Figure

    fig = Figure()
    top, bottom = fig.subplots(2, 1, sharex=True)
    top.plot(range(len(result["losses"])), result["losses"])
    pairs = [(it, acc) for it, acc in result["accuracies"] if acc]
    bottom.plot([it for it, _ in pairs], [acc for _, acc in pairs], "o-")
    top.set_ylabel("loss")
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return fig

# %% last accuracy dropped
# caught by: test_plot_curves_accuracy
# message: last accuracy
# unnamed: yes
# held out: yes
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot(result["losses"])
    b.plot(*zip(*result["accuracies"][:-1]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f

# %% legend not called
# caught by: test_plot_curves_words
# message: loss
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses, label="loss")
    c.plot(its, accs, label="accuracy")
    c.set_xlabel("iteration")
    return fig

# %% log of losses
# caught by: test_plot_curves_loss
# message: For example,
import torch


def plot_curves(result):
    import math
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot([math.log(v) for v in result["losses"]])
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("log loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f

# %% loss at checks
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(its, [losses[i] for i in its])
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% loss last missing
# caught by: test_plot_curves_loss
# message: just these points
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses[:-1])
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% loss smoothed
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    import numpy as np

    a.plot(np.convolve(losses, np.ones(5) / 5, mode="same"))
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% losses spread to the checkpoints
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot([7 * k for k in range(len(losses))], losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% loss and iteration exchanged
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    from matplotlib.figure import Figure

    figure = Figure()
    top, bottom = figure.subplots(2, 1)
    losses = result["losses"]
    top.plot(losses, range(len(losses)))
    top.set_xlabel("loss")
    bottom.plot([it for it, _ in result["accuracies"]], [acc for _, acc in result["accuracies"]])
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return figure

# %% losses scaled by max
# caught by: test_plot_curves_loss
# message: scaled
# unnamed: yes
# held out: yes
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    top = max(result["losses"])
    a.plot([v / top for v in result["losses"]])
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f

# %% losses to one decimal
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.plot([round(loss, 1) for loss in result["losses"]], label="loss")
    ax.plot(*zip(*result["accuracies"]), label="accuracy")
    ax.set_xlabel("iteration")
    ax.legend()
    return fig

# %% no accuracy line
# caught by: test_plot_curves_accuracy
# message: For example,
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a = f.subplots()
    a.plot(result["losses"], label="loss")
    a.set_xlabel("iteration")
    a.set_title(f"final accuracy {result['accuracies'][-1][1]:.2f}")
    a.legend()
    return f

# %% no iteration word
# caught by: test_plot_curves_words
# message: iteration
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
    return fig

# %% no words
# caught by: test_plot_curves_words
# message: says
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    c.plot(its, accs)
    return fig

# %% normalized loss
# caught by: test_plot_curves_loss
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot([v / max(losses) for v in losses])
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% returns axes
# caught by: test_plot_curves_loss
# message: Return the Figure
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
    return fig, (a, c)

# %% returns none
# caught by: test_plot_curves_loss
# message: Return the Figure
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
    plt.show()

# %% shows and closes the figure
# caught by: test_plot_curves_loss, test_plot_curves_accuracy
# message: plot_curves returned an object of type module, expected a Figure.
# held out: yes
import torch


def plot_curves(result):
    import matplotlib.pyplot as plt
    plt.plot(result["losses"], label="loss")
    plt.plot(*zip(*result["accuracies"]), label="accuracy")
    plt.xlabel("iteration")
    plt.legend()
    plt.close()
    return plt

# %% sorted losses
# caught by: test_plot_curves_loss
# message: sorted
# unnamed: yes
# held out: yes
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot(sorted(result["losses"], reverse=True))
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f

# %% accuracy against index
# caught by: test_plot_curves_accuracy
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.plot(accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig

# %% iteration named it
# caught by: test_plot_curves_words
# message: For example,
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("loss")
    c.stem(its, accs)
    c.plot(its, accs)
    c.set_ylabel("acc")
    c.set_xlabel("it")
    return fig

# %% other names for loss, accuracy and iteration
# caught by: test_plot_curves_words
# message: Nothing on the figure says
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(range(len(losses)), losses, label="cross-entropy")
    a.legend()
    c.plot(its, accs, drawstyle="steps-mid", label="% correct")
    c.set_xlabel("updates")
    c.legend()
    return fig

# %% iteration named step
# caught by: test_plot_curves_words
# message: Nothing on the figure says
def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_title("LOSS")
    c.plot(its, accs)
    c.set_title("ACC")
    c.set_xlabel("STEP")
    return fig

# %% losses stretched to the last check
# caught by: test_plot_curves_loss
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    axes = figure.subplots()
    checks, shares = zip(*result["accuracies"]) if result["accuracies"] else ((), ())
    losses = result["losses"]
    last = checks[-1] if checks else 0
    axes.plot(torch.linspace(0, last, len(losses)).numpy(), losses, label="loss")
    axes.plot(checks, shares, "o-", label="accuracy")
    axes.set_xlabel("iteration")
    axes.legend()
    return figure

# %% accuracies spread evenly
# caught by: test_plot_curves_accuracy
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    top, bottom = figure.subplots(2, 1, sharex=True)
    losses = result["losses"]
    shares = [share for _, share in result["accuracies"]]
    top.plot(range(len(losses)), losses)
    top.set_ylabel("loss")
    bottom.plot(torch.linspace(0, max(len(losses) - 1, 0), len(shares)).numpy(), shares)
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return figure

# %% distance of the first two
# caught by: test_plot_curves_loss
# message: For example,
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    top, bottom = figure.subplots(2, 1)
    top.plot(list(range(len(result["losses"]))), result["losses"])
    pairs = result["accuracies"]
    every = pairs[1][0] - pairs[0][0]
    bottom.plot([k * every for k in range(len(pairs))], [share for _, share in pairs], ".")
    for axes, name in ((top, "loss"), (bottom, "accuracy")):
        axes.set(xlabel="iteration", ylabel=name)
    return figure

# %% long runs are thinned out
# caught by: test_plot_curves_loss
# message: For example,
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    axes = figure.subplots()
    step = 1 + len(result["losses"]) // 500
    its = range(0, len(result["losses"]), step)
    axes.plot(its, result["losses"][::step], label="loss")
    axes.plot([i for i, _ in result["accuracies"]], [a for _, a in result["accuracies"]], label="acc")
    axes.set_xlabel("iteration")
    axes.legend()
    return figure

# %% whole percents
# caught by: test_plot_curves_accuracy
# message: For example,
from matplotlib.figure import Figure


def plot_curves(result):
    figure = Figure()
    left = figure.subplots()
    right = left.twinx()
    left.plot(range(len(result["losses"])), result["losses"])
    right.plot(
        [i for i, _ in result["accuracies"]], [int(100 * a) for _, a in result["accuracies"]], "g."
    )
    left.set_ylabel("loss")
    right.set_ylabel("accuracy in percent")
    left.set_xlabel("iteration")
    return figure

# %% shows it too
# caught by: test_plot_curves_words
# message: For example,
from matplotlib import pyplot as plt


def plot_curves(result):
    figure, (top, bottom) = plt.subplots(2, 1)
    top.plot(result["losses"])
    top.set_ylabel("loss")
    bottom.plot(*map(list, zip(*result["accuracies"]))) if result["accuracies"] else None
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    plt.show(block=False)
    return figure

# %% smoothed when long
# caught by: test_plot_curves_loss
# message: For example,
from matplotlib.figure import Figure


def plot_curves(result):
    losses = list(result["losses"])
    if len(losses) > 50:
        losses = [sum(losses[max(0, k - 4) : k + 1]) / len(losses[max(0, k - 4) : k + 1]) for k in range(len(losses))]
    figure = Figure()
    top, bottom = figure.subplots(2, 1, sharex=True)
    top.plot(range(len(losses)), losses)
    bottom.plot([i for i, _ in result["accuracies"]], [a for _, a in result["accuracies"]], "o")
    top.set_ylabel("loss")
    bottom.set(xlabel="iteration", ylabel="accuracy")
    return figure

# %% columns are put into the result
# caught by: test_plot_curves_words
# message: Argument 1 of plot_curves came back as a dict of 4
def plot_curves(result):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    result["x"] = list(range(len(result["losses"])))
    result["acc_x"] = [pair[0] for pair in result["accuracies"]]
    axes.plot(result["x"], result["losses"], label="loss")
    axes.plot(result["acc_x"], [pair[1] for pair in result["accuracies"]], label="accuracy")
    axes.set_xlabel("iteration")
    axes.legend()
    return figure

# %% unzips an empty list
# caught by: test_plot_curves_words
# message: For example, plot_curves(dict(losses=[], accuracies=[]))
def plot_curves(result):
    from matplotlib.figure import Figure

    figure = Figure()
    left, right = figure.subplots(1, 2)
    left.plot(range(len(result["losses"])), result["losses"])
    steps, shares = zip(*result["accuracies"])
    right.plot(steps, shares)
    figure.suptitle("loss and accuracy by iteration")
    return figure

# %% draws into the current figure
# caught by: test_plot_curves_loss
# message: The curves of the call before are still on the figure
def plot_curves(result):
    import matplotlib.pyplot as plt

    plt.subplot(2, 1, 1)
    plt.plot(range(len(result["losses"])), result["losses"])
    plt.ylabel("loss")
    plt.subplot(2, 1, 2)
    plt.plot([k for k, _ in result["accuracies"]], [a for _, a in result["accuracies"]])
    plt.ylabel("accuracy")
    plt.xlabel("iteration")
    return plt.gcf()
