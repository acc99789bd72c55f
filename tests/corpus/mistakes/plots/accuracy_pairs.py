# exercise: E21
# caught by: test_plot_curves_accuracy
# message: use the iterations at which they were measured, the first number of
# ruff: noqa: F841


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
