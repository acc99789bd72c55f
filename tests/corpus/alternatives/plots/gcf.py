# exercise: E20
# ruff: noqa: F821, UP031


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt

    plt.figure()
    w = weight.detach().flatten()
    for k in (0, 1):
        plt.scatter(x[y == k, 0].numpy(), x[y == k, 1].numpy(), label="class %d" % k)
    plt.xlim(-5, 5)
    plt.ylim(-5, 5)
    if w[1] != 0:
        plot_x = torch.arange(-6, 6, 0.1)
        plt.plot(plot_x, (-w[0] * plot_x - bias) / w[1])
    else:
        plt.axvline(-bias / w[0].item())
    plt.title(f"Iteration: {iteration}\nloss:{loss:.4f} accuracy:{acc:.2%}")
    plt.legend()
    return plt.gcf()
