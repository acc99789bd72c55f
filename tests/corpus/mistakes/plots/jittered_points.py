# exercise: E20
# caught by: test_plot_boundary_points
# held out: yes
# message: Some samples are not drawn at their place.
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = weight.detach().flatten().tolist()
    j = x + 0.02 * torch.randn_like(x)
    for k in (0, 1):
        m = y.flatten() == k
        ax.scatter(j[m, 0].numpy(), j[m, 1].numpy(), label=f"class {k}")
    xs = torch.linspace(float(x[:, 0].min()), float(x[:, 0].max()), 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_title(f"iteration {iteration} loss {loss:.4f} acc {acc:.3f}")
    ax.legend()
    return f
