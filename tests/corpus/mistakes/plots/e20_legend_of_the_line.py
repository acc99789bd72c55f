# exercise: E20
# caught by: test_plot_boundary_legend
# message: entry of a line is none of a class
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    pts, lab = x.detach().numpy(), y.detach().flatten().numpy()
    ax.scatter(pts[:, 0], pts[:, 1], c=lab, label="samples")
    w0, w1 = weight.detach().flatten().tolist()
    t = torch.linspace(pts[:, 0].min() - 1, pts[:, 0].max() + 1, 50)
    ax.plot(t, -(w0 * t + float(bias)) / w1, "k-", label="boundary")
    ax.legend()
    ax.set_title(f"iteration {iteration} loss {loss:.4f} accuracy {acc:.2%}")
    return fig
