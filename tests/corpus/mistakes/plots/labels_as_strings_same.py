# exercise: E20
# caught by: test_plot_boundary_legend
# held out: yes
# message: Each of the two classes needs its own
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = weight.detach().flatten().tolist()
    ax.scatter(x[:, 0].numpy(), x[:, 1].numpy(), c=y.flatten().numpy(), label="samples")
    xs = torch.linspace(float(x[:, 0].min()), float(x[:, 0].max()), 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_title(f"it {iteration} loss {loss:.4f} acc {acc:.3f}")
    ax.legend()
    return f
