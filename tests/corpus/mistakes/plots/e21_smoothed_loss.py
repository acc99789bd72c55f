# exercise: E21
# caught by: test_plot_curves_loss
# message: A moving average
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
