# exercise: E21
# ruff: noqa: F821


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
