# exercise: E21
# ruff: noqa: B905


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses, marker="o", ms=2)
    a.set_title("loss / iteration")
    c.plot(its, accs, ls="--")
    c.set_title("accuracy / iteration")
    for i, v in zip(its, accs):
        c.text(i, v, f"{v:.2f}")
    return fig
