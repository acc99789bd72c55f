# exercise: E20
# caught by: test_plot_boundary_numbers
# message: loss


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
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration {iteration}, loss {loss:.2f}, accuracy {acc:.2%}")
    ax.legend()
    return fig
