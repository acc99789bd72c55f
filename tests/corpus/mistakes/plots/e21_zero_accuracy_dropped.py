# exercise: E21
# caught by: test_plot_curves_accuracy
# message: accuracy of 0 is left out


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
