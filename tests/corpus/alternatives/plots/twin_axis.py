# exercise: E21
# ruff: noqa: B905


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, a = plt.subplots()
    c = a.twinx()
    a.plot(range(len(result["losses"])), result["losses"], label="Loss")
    c.plot(*zip(*result["accuracies"]), "r.-", label="Acc")
    a.set_xlabel("Iterations")
    fig.legend()
    return fig
