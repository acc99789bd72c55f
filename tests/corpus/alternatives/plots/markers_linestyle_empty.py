# exercise: E20


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k in (0, 1):
        ax.plot(
            x[y == k][:, 0].tolist(),
            x[y == k][:, 1].tolist(),
            linestyle="",
            marker="+",
            label=str(k),
        )
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig
