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
    n = w0**2 + w1**2
    q = (-w0 * b / n, -w1 * b / n)
    ax.axline(q, (q[0] - w1, q[1] + w0))
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
