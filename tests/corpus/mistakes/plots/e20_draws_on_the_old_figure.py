# exercise: E20
# caught by: test_plot_boundary_points
# message: the call before are still on the figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    x, y = x.detach().numpy(), y.detach().int().numpy()
    w0, w1 = weight.detach().flatten().tolist()
    for k in (0, 1):
        plt.scatter(x[y == k, 0], x[y == k, 1], label=f"class {k}")
    t = torch.linspace(float(x[:, 0].min()) - 1, float(x[:, 0].max()) + 1, 200)
    plt.plot(t.numpy(), (-(w0 * t + bias) / w1).numpy(), "k-")
    plt.title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    plt.legend()
    return plt.gcf()
