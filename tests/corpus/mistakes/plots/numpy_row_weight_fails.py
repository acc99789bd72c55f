# exercise: E20
# caught by: test_plot_boundary_line, test_plot_boundary_numbers, test_plot_boundary_legend
# held out: yes
# message: A tensor with several numbers was used where one number is needed
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = float(weight[0]), float(weight[1])
    for k in (0, 1):
        m = y.flatten() == k
        ax.scatter(x[m, 0].numpy(), x[m, 1].numpy(), label=f"class {k}")
    xs = torch.linspace(float(x[:, 0].min()), float(x[:, 0].max()), 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_title(f"iteration {iteration} loss {loss:.4f} acc {acc:.3f}")
    ax.legend()
    return f
