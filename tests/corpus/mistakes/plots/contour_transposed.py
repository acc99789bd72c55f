# exercise: E20
# caught by: test_plot_boundary_line
# message: Your line is the right one with w0 and w1 exchanged


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 60), np.linspace(-6, 6, 60))
    ax.contour(gx, gy, (w0 * gx + w1 * gy + b).T, levels=[0])
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
