# exercise: E20
# caught by: test_plot_boundary_line
# message: No line or contour inside the axes runs along w0*x1 + w1*x2 + b = 0
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = weight.detach().flatten().tolist()
    for k in (0, 1):
        m = y.flatten() == k
        ax.scatter(x[m, 0].numpy(), x[m, 1].numpy(), label=f"class {k}")
    xs = torch.linspace(20, 30, 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"iteration {iteration} loss {loss:.4f} acc {acc:.3f}")
    ax.legend()
    return f
