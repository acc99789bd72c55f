# exercise: E20
# caught by: test_plot_boundary_legend
# message: show is called


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    x, y = x.detach().numpy(), y.detach().int().numpy()
    w0, w1 = weight.detach().flatten().tolist()
    for k, c in ((0, "r"), (1, "b")):
        ax.scatter(x[y == k, 0], x[y == k, 1], c=c, label=f"class {k}")
    t = torch.linspace(float(x[:, 0].min()) - 1, float(x[:, 0].max()) + 1, 200)
    ax.plot(t.numpy(), (-(w0 * t + bias) / w1).numpy(), "k-")
    ax.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    plt.show()
    return fig
