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
    gx, gy = np.meshgrid(np.linspace(-6, 6, 150), np.linspace(-6, 6, 150))
    ax.contourf(
        gx, gy, (w0 * gx + w1 * gy + b >= 0).astype(float), levels=[-0.5, 0.5, 1.5], alpha=0.3
    )
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
