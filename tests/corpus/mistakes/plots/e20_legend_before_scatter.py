# exercise: E20
# caught by: test_plot_boundary_legend
# message: after everything that has a label is drawn
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.legend()
    pts, lab = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = pts[lab == label].numpy()
        ax.scatter(part[:, 0], part[:, 1], label=f"class {label}")
    t = torch.linspace(pts[:, 0].min().item() - 1, pts[:, 0].max().item() + 1, 50)
    w0, w1 = weight.detach().flatten().tolist()
    ax.plot(t.numpy(), (-(w0 * t + float(bias)) / w1).numpy())
    ax.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    return fig
