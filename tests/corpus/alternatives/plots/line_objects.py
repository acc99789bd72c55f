# exercise: E21
# ruff: noqa: B905


def plot_curves(result):
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    fig = Figure()
    ax = fig.add_axes([0.1, 0.1, 0.8, 0.8])
    n = len(result["losses"])
    ax.add_line(Line2D(list(range(n)), result["losses"], label="Loss"))
    its, accs = map(list, zip(*result["accuracies"]))
    ax.add_line(Line2D(its, accs, label="Accuracy"))
    ax.set_xlim(0, n)
    ax.set_ylim(0, 2.5)
    ax.set_xlabel("Iteration")
    ax.legend()
    return fig
