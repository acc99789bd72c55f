# exercise: E21


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.semilogx(range(len(losses)), losses)
    a.set_title("Loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig
