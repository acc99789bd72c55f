# exercise: E21
# caught by: test_plot_curves_loss
# message: one point for every loss


def plot_curves(result):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.plot([round(loss, 1) for loss in result["losses"]], label="loss")
    ax.plot(*zip(*result["accuracies"]), label="accuracy")
    ax.set_xlabel("iteration")
    ax.legend()
    return fig
