# exercise: E20
# caught by: test_plot_boundary_numbers
# held out: yes
# message: The number of the iteration is not to be found in the title or a text
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = weight.detach().flatten().tolist()
    for k in (0, 1):
        m = y.flatten() == k
        ax.scatter(x[m, 0].numpy(), x[m, 1].numpy(), label=f"class {k}")
    xs = torch.linspace(float(x[:, 0].min()), float(x[:, 0].max()), 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_title(f"iteration {iteration + 1} loss {loss:.4f} acc {acc:.3f}")
    ax.legend()
    return f
