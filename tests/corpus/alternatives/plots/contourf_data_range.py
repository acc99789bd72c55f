# exercise: E20


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(
        np.arange(x[:, 0].min() - 1, x[:, 0].max() + 1, 0.05),
        np.arange(x[:, 1].min() - 1, x[:, 1].max() + 1, 0.05),
    )
    ax.contourf(gx, gy, (w0 * gx + w1 * gy + b > 0).astype(int), alpha=0.2, cmap="coolwarm")
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
