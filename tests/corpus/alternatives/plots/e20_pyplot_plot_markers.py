# exercise: E20


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    for k, mark in enumerate("os"):
        mine = x.detach()[(y.detach().flatten() == k)]
        axes.plot(mine[:, 0].tolist(), mine[:, 1].tolist(), mark, label=f"label {k}")
    w0, w1 = map(float, weight.detach().flatten())
    left, right = x[:, 0].min().item() - 1, x[:, 0].max().item() + 1
    ends = [left, (left + right) / 2, right]
    axes.plot(ends, [-(w0 * t + bias) / w1 for t in ends], "k--", label="p = 1/2")
    axes.legend(loc="best")
    figure.suptitle(f"Iteration {iteration}  Loss {loss:.6f}  Accuracy {100 * acc:.2f}%")
    plt.close(figure)
    return figure
