import matplotlib.pyplot as plt
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().to(x1.dtype)
    if w1 == 0:
        raise ValueError("the boundary is vertical")
    return (-w0 * x1 - bias) / w1


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    fig, ax = plt.subplots()
    for k, colour in ((0, "r"), (1, "b")):
        ax.scatter(*x[y == k].T.numpy(), c=colour, label=f"class {k}")
    x1 = torch.linspace(float(x[:, 0].min()) - 1, float(x[:, 0].max()) + 1, 50)
    ax.plot(x1.numpy(), boundary_x2(weight, bias, x1).numpy(), "k")
    ax.set_ylim(float(x[:, 1].min()) - 1, float(x[:, 1].max()) + 1)
    ax.set_title(f"Iteration {iteration}: loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig


def plot_curves(result):
    fig, (top, bottom) = plt.subplots(2, 1, sharex=True)
    top.plot(range(len(result["losses"])), result["losses"], label="loss")
    bottom.plot(*zip(*result["accuracies"]), marker="o", label="accuracy")
    top.set_ylabel("loss")
    bottom.set_ylabel("accuracy")
    bottom.set_xlabel("iteration")
    return fig


def log_history(writer, result):
    for step, loss in enumerate(result["losses"]):
        writer.add_scalar("train/loss", loss, step)
    for step, acc in result["accuracies"]:
        writer.add_scalar("train/acc", acc, step)
    writer.flush()
