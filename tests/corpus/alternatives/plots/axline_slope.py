# exercise: E20
# ruff: noqa: F401


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if w1:
        ax.axline((0, -b / w1), slope=-w0 / w1)
    else:
        ax.axvline(-b / w0)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
