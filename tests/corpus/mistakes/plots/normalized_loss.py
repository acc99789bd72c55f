# exercise: E21
# caught by: test_plot_curves_loss
# message: one point for every loss


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
