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
    from matplotlib.collections import LineCollection

    n = np.hypot(w0, w1)
    q = np.array([-w0 * b, -w1 * b]) / n**2
    r = np.array([-w1, w0]) / n
    ax.add_collection(LineCollection([[q - 5 * r, q + 5 * r]]))
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
