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
    gx, gy = np.meshgrid(np.linspace(-6, 6, 100), np.linspace(-6, 6, 100))
    ax.contourf(
        gx, gy, 1 / (1 + np.exp(-(w0 * gx + w1 * gy + b))), levels=20, cmap="RdBu", alpha=0.5
    )
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
