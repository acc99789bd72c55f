# exercise: E20
# ruff: noqa: F821


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    wrong = (x.double() @ torch.tensor([w0, w1], dtype=torch.float64) + b >= 0).int() != y.int()
    ax.scatter(x[wrong, 0], x[wrong, 1], s=90, facecolors="none", edgecolors="k")
    ax.quiver([0], [0], [w0], [w1])
    ax.grid(True)
    ax.axhline(0, lw=0.5)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
