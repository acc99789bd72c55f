# exercise: E21
# caught by: test_plot_curves_loss
# message: Iteration and loss are exchanged


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
