# exercise: E20
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import numpy as np
    from matplotlib.figure import Figure
    pts, lab = x.detach().cpu().numpy(), y.detach().cpu().numpy().astype(int).ravel()
    w = weight.detach().cpu().numpy().ravel()
    fig = Figure(figsize=(6, 4))
    ax = fig.add_subplot(1, 1, 1)
    handles = ax.scatter(pts[:, 0], pts[:, 1], c=lab, cmap="coolwarm").legend_elements()[0]
    pad = 0.5
    gx, gy = np.meshgrid(np.linspace(pts[:, 0].min() - pad, pts[:, 0].max() + pad, 150), np.linspace(pts[:, 1].min() - pad, pts[:, 1].max() + pad, 150))
    prob = 1 / (1 + np.exp(-(w[0] * gx + w[1] * gy + bias)))
    ax.contour(gx, gy, prob, levels=[0.5], colors="k")
    ax.legend(handles, ["0", "1"])
    fig.suptitle(f"Iteration: {iteration}")
    ax.set_xlabel(f"Loss={loss:.4f}, accuracy {100 * acc:.2f}%")
    return fig
