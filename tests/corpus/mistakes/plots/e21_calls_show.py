# exercise: E21
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
