# exercise: E20
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    fig = Figure()
    ax = fig.add_axes((0.1, 0.1, 0.8, 0.8))
    for k, marker in ((1, "x"), (0, "o")):
        sel = x[y.flatten() == k].tolist()
        ax.scatter([a for a, _ in sel], [b for _, b in sel], marker=marker, label=f"y = {k}")
    w = weight.detach().flatten().double()
    norm = w / w.norm()
    foot = -bias / w.norm() * norm
    along = torch.stack([-norm[1], norm[0]])
    ts = torch.linspace(-8, 8, 9, dtype=torch.float64)[:, None]
    line = foot + ts * along
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    ax.plot(line[:, 0].numpy(), line[:, 1].numpy(), label="p = 0.5")
    ax.set_xlim(xlim), ax.set_ylim(ylim)
    fig.text(0.1, 0.95, f"it {iteration}, loss {loss:.3f}, {acc:.0%} right")
    ax.legend()
    return fig
