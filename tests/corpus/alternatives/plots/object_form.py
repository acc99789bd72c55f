# exercise: E20
# ruff: noqa: F821

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as _Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    fig = _Figure(figsize=(3, 3), dpi=50)
    FigureCanvasAgg(fig)
    ax = fig.add_subplot(111)
    y = y.flatten().bool()
    ax.scatter(*x[~y].T.numpy(), marker="x", label="no")
    ax.scatter(*x[y].T.numpy(), marker="s", label="yes")
    w = weight.reshape(-1).double()
    n = w / (w @ w)
    r = torch.stack([-w[1], w[0]]) / w.norm()
    line = -n * float(bias) + torch.linspace(-8, 8, 300)[:, None] * r
    ax.plot(line[:, 0], line[:, 1], color="black", scalex=False, scaley=False)
    ax.set_title(f"#{iteration}")
    ax.text(0.01, 0.01, f"loss {loss:.4f} acc {acc:.1%}", transform=ax.transAxes)
    ax.legend(loc="best", title="class")
    return fig
