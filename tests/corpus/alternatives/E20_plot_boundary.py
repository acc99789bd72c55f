# %% annotate and ax line
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    figure, axis = plt.subplots(figsize=(5, 5), layout="constrained")
    colours = {0: "C3", 1: "C0"}
    for kind, colour in colours.items():
        rows = [r.tolist() for r, label in zip(x, y) if int(label) == kind]
        axis.plot(*zip(*rows), "o", color=colour, label=("negative", "positive")[kind])
    w0, w1 = (float(v) for v in weight.detach().reshape(-1))
    left, right = axis.get_xlim()
    ends = [left, right]
    axis.plot(ends, [-(w0 * e + bias) / w1 for e in ends], "k--")
    axis.annotate(f"loss={loss:.5f}\naccuracy={acc:.1%}\niteration={iteration}", (0.02, 0.9), xycoords="axes fraction")
    axis.legend(loc="lower right")
    return figure

# %% autoscaled
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% the current axes
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.flatten().tolist()
    b = bias
    ax = plt.gca()
    ax.cla()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return ax.figure

# %% axline
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    n = w0**2 + w1**2
    q = (-w0 * b / n, -w1 * b / n)
    ax.axline(q, (q[0] - w1, q[1] + w0))
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% axline slope
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if w1:
        ax.axline((0, -b / w1), slope=-w0 / w1)
    else:
        ax.axvline(-b / w0)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% boundary in legend
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy, label="boundary")
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% chinese title
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"迭代 {iteration}，损失 {loss:.4f}，准确率 {acc:.2%}")
    ax.legend()
    return fig

# %% classes from one
# The classes are counted from one, and each has its own marker.


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label, marker in ((0, "o"), (1, "x")):
        of_class = points[labels == label].numpy()
        axes.plot(of_class[:, 0], of_class[:, 1], marker, label=f"class {label + 1}")
    across = torch.linspace(points[:, 0].min().item() - 1, points[:, 0].max().item() + 1, 50)
    w0, w1 = weight.detach().flatten().tolist()
    axes.plot(across.numpy(), (-(w0 * across + float(bias)) / w1).numpy())
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    axes.legend()
    return figure

# %% contour half
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 100), np.linspace(-6, 6, 100))
    ax.contour(gx, gy, 1 / (1 + np.exp(-(w0 * gx + w1 * gy + b))), levels=[0.5])
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% contourf classes
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 150), np.linspace(-6, 6, 150))
    ax.contourf(
        gx, gy, (w0 * gx + w1 * gy + b >= 0).astype(float), levels=[-0.5, 0.5, 1.5], alpha=0.3
    )
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% contourf data range
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(
        np.arange(x[:, 0].min() - 1, x[:, 0].max() + 1, 0.05),
        np.arange(x[:, 1].min() - 1, x[:, 1].max() + 1, 0.05),
    )
    ax.contourf(gx, gy, (w0 * gx + w1 * gy + b > 0).astype(int), alpha=0.2, cmap="coolwarm")
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% contourf many levels
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 100), np.linspace(-6, 6, 100))
    ax.contourf(
        gx, gy, 1 / (1 + np.exp(-(w0 * gx + w1 * gy + b))), levels=20, cmap="RdBu", alpha=0.5
    )
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% decimal comma
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"iteration {iteration}; loss {loss:.4f}; acc {acc:.3f}".replace(".", ","))
    ax.legend()
    return fig

# %% pyplot plot markers
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    for k, mark in enumerate("os"):
        mine = x.detach()[(y.detach().flatten() == k)]
        axes.plot(mine[:, 0].tolist(), mine[:, 1].tolist(), mark, label=f"label {k}")
    w0, w1 = map(float, weight.detach().flatten())
    left, right = x[:, 0].min().item() - 1, x[:, 0].max().item() + 1
    ends = [left, (left + right) / 2, right]
    axes.plot(ends, [-(w0 * t + bias) / w1 for t in ends], "k--", label="p = 1/2")
    axes.legend(loc="best")
    figure.suptitle(f"Iteration {iteration}  Loss {loss:.6f}  Accuracy {100 * acc:.2f}%")
    plt.close(figure)
    return figure

# %% equal aspect
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_aspect("equal")
    ax.invert_yaxis()
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% figure legend
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    fig.legend(loc="upper right")
    return fig

# %% figure text
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    fig.text(0.5, 0.95, f"iteration={iteration}")
    ax.annotate(f"loss={loss:.5f}", (0, 0))
    ax.set_xlabel(f"x1 (acc {acc:.3f})")
    ax.legend()
    return fig

# %% fill between
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.fill_betweenx(gy, -6, gx, alpha=0.1)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% the current figure
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

# %% grid probability contour three levels
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-7, 7, 40), np.linspace(-7, 7, 40))
    cs = ax.contour(gx, gy, 1 / (1 + np.exp(-(w0 * gx + w1 * gy + b))), levels=[0.1, 0.5, 0.9])
    ax.clabel(cs)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% hlines and quiver
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    fig = Figure()
    ax = fig.add_axes((0.1, 0.1, 0.8, 0.8))
    for k, marker in ((1, "x"), (0, "o")):
        sel = x[y.flatten() == k].tolist()
        ax.scatter([a for a, _ in sel], [b for _, b in sel], marker=marker, label=f"y = {k}")
    w = weight.detach().flatten().double()
    norm = w / w.norm()
    foot = -bias / w.norm() * norm
    along = torch.stack([-norm[1], norm[0]])
    ts = torch.linspace(-8, 8, 9, dtype=torch.float64)[:, None]
    line = foot + ts * along
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    ax.plot(line[:, 0].numpy(), line[:, 1].numpy(), label="p = 0.5")
    ax.set_xlim(xlim), ax.set_ylim(ylim)
    fig.text(0.1, 0.95, f"it {iteration}, loss {loss:.3f}, {acc:.0%} right")
    ax.legend()
    return fig

# %% imshow and line
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    ax.imshow(np.zeros((10, 10)), extent=(-6, 6, -6, 6), aspect="auto")
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% legend title
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.legend(title=f"it {iteration} loss {loss:.3f} acc {acc:.3f}")
    return fig

# %% line collection
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    from matplotlib.collections import LineCollection

    n = np.hypot(w0, w1)
    q = np.array([-w0 * b, -w1 * b]) / n**2
    r = np.array([-w1, w0]) / n
    ax.add_collection(LineCollection([[q - 5 * r, q + 5 * r]]))
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% markers linestyle empty
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k in (0, 1):
        ax.plot(
            x[y == k][:, 0].tolist(),
            x[y == k][:, 1].tolist(),
            linestyle="",
            marker="+",
            label=str(k),
        )
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% markers without line
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k in (0, 1):
        ax.plot(x[y == k][:, 0], x[y == k][:, 1], "o", label=str(k))
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% module level pyplot style
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    plt.rcParams["font.size"] = 6
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    plt.tight_layout()
    plt.legend()
    return plt.gcf()

# %% numbers unrounded
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"{iteration},{loss},{acc}")
    ax.legend()
    return fig

# %% matplotlib without pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as _Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    fig = _Figure(figsize=(3, 3), dpi=50)
    FigureCanvasAgg(fig)
    ax = fig.add_subplot(111)
    y = y.flatten().bool()
    ax.scatter(*x[~y].T.numpy(), marker="x", label="no")
    ax.scatter(*x[y].T.numpy(), marker="s", label="yes")
    w = weight.reshape(-1).double()
    n = w / (w @ w)
    r = torch.stack([-w[1], w[0]]) / w.norm()
    line = -n * float(bias) + torch.linspace(-8, 8, 300)[:, None] * r
    ax.plot(line[:, 0], line[:, 1], color="black", scalex=False, scaley=False)
    ax.set_title(f"#{iteration}")
    ax.text(0.01, 0.01, f"loss {loss:.4f} acc {acc:.1%}", transform=ax.transAxes)
    ax.legend(loc="best", title="class")
    return fig

# %% one scatter with colours
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    s = ax.scatter(x[:, 0], x[:, 1], c=y)
    ax.legend(*s.legend_elements())
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    return fig

# %% pcolormesh and line
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    gx, gy = np.meshgrid(np.linspace(-6, 6, 120), np.linspace(-6, 6, 120))
    ax.pcolormesh(gx, gy, w0 * gx + w1 * gy + b > 0, shading="auto", alpha=0.2)
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% percent whole
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"step {iteration}, L = {loss:.3e}, A = {acc:.0%}", loc="left")
    ax.legend()
    return fig

# %% point by point
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for p, k in zip(x.tolist(), y.tolist()):
        ax.scatter(*p, color="br"[int(k)])
    ax.scatter([], [], color="b", label="negative")
    ax.scatter([], [], color="r", label="positive")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% proxy handles
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    ax.scatter(x[:, 0], x[:, 1], c=["r" if v else "b" for v in y])
    ax.legend(handles=[Patch(color="b", label="0"), Patch(color="r", label="1")])
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    return fig

# %% pyplot throughout
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% right of total
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(
        f"iteration {iteration}/2000; loss {loss:.4f}; {round(acc * len(y))}/{len(y)} right"
    )
    ax.legend()
    return fig

# %% contour on a grid, names from legend_elements
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import numpy as np
    from matplotlib.figure import Figure
    pts, lab = x.detach().cpu().numpy(), y.detach().cpu().numpy().astype(int).ravel()
    w = weight.detach().cpu().numpy().ravel()
    fig = Figure(figsize=(6, 4))
    ax = fig.add_subplot(1, 1, 1)
    handles = ax.scatter(pts[:, 0], pts[:, 1], c=lab, cmap="coolwarm").legend_elements()[0]
    pad = 0.5
    gx, gy = np.meshgrid(np.linspace(pts[:, 0].min() - pad, pts[:, 0].max() + pad, 150), np.linspace(pts[:, 1].min() - pad, pts[:, 1].max() + pad, 150))
    prob = 1 / (1 + np.exp(-(w[0] * gx + w[1] * gy + bias)))
    ax.contour(gx, gy, prob, levels=[0.5], colors="k")
    ax.legend(handles, ["0", "1"])
    fig.suptitle(f"Iteration: {iteration}")
    ax.set_xlabel(f"Loss={loss:.4f}, accuracy {100 * acc:.2f}%")
    return fig

# %% numbers in the figure title
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    fig.suptitle("it %d | loss = %.3f | acc = %.1f %%" % (iteration, loss, 100 * acc))
    ax.legend()
    return fig

# %% table of numbers
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    fig = Figure()
    ax = fig.subplots()
    for k in range(2):
        rows = x[y.reshape(-1).long() == k]
        ax.scatter(*rows.T.numpy(), label=f"class {k}")
    a, b = weight.detach().flatten().tolist()
    ax.axline((0.0, -bias / b), slope=-a / b, color="grey")
    ax.legend(title="classes")
    ax.set_title("\n".join([f"step {iteration:,}", f"BCE {loss:.6f}", f"accuracy {acc}"]))
    return fig

# %% tex title
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(
        r"$\mathrm{it}=%d,\ \mathrm{loss}=%.4f,\ \mathrm{acc}=%.1f\%%$"
        % (iteration, loss, 100 * acc)
    )
    ax.legend()
    return fig

# %% text fraction two
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.text(-5, 5, "Loss=%.4f" % loss, fontdict={"size": 20, "color": "red"})
    ax.set_title(f"Iteration: {iteration}\nw0:{w0:.2f} w1:{w1:.2f} b: {b:.2f} accuracy:{acc:.2f}")
    ax.legend()
    return fig

# %% thousands separator
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"iteration {iteration:,}; loss {loss:.4f}; acc {acc:.2%}")
    ax.legend()
    return fig

# %% truncated percent
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"{iteration}: {loss:.3f}, {int(acc * 100)}%")
    ax.legend()
    return fig

# %% two axes
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, (other, ax) = plt.subplots(1, 2)
    other.plot([0, 1], [1, 0])
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% two end points
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if w1:
        e = np.array([-5.0, 5.0])
        ax.plot(e, -(w0 * e + b) / w1, "k--")
    else:
        ax.plot([-b / w0] * 2, [-5, 5], "k--")
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% wrong ones ringed
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    if abs(w1) >= abs(w0):
        gx = np.linspace(-6, 6, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    wrong = (x.double() @ torch.tensor([w0, w1], dtype=torch.float64) + b >= 0).int() != y.int()
    ax.scatter(x[wrong, 0], x[wrong, 1], s=90, facecolors="none", edgecolors="k")
    ax.quiver([0], [0], [w0], [w1])
    ax.grid(True)
    ax.axhline(0, lw=0.5)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% contour of the score
# The boundary is the contour of the score at 0, on a grid wide enough to meet it.
import numpy as np
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    points, labels = x.detach().double().numpy(), y.detach().double().numpy().ravel()
    w0, w1 = (float(w) for w in weight.detach().double().numpy().ravel())
    left, right = points[:, 0].min() - 1, points[:, 0].max() + 1
    heights = [-(w0 * end + bias) / w1 for end in (left, right)]
    low, high = min(*heights, points[:, 1].min()) - 1, max(*heights, points[:, 1].max()) + 1
    across, up = np.meshgrid(np.linspace(left, right, 60), np.linspace(low, high, 60))
    figure = Figure(figsize=(5, 4))
    axes = figure.add_subplot()
    axes.contour(across, up, w0 * across + w1 * up + bias, levels=[0.0], colors="k")
    for label, marker in ((0, "o"), (1, "^")):
        axes.scatter(*points[labels == label].T, marker=marker, label=f"label {label}")
    figure.legend()
    figure.suptitle(f"{iteration}: loss {loss:.5f}, {100 * acc:.1f} %")
    return figure

# %% axline and markers
# axline for the boundary, plot with markers for the samples, the numbers in a text.
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    ones = y.detach().flatten().bool()
    points = x.detach()
    axes.plot(points[~ones, 0].numpy(), points[~ones, 1].numpy(), "rx", label="class 0")
    axes.plot(points[ones, 0].numpy(), points[ones, 1].numpy(), "bo", label="class 1")
    w0, w1 = weight.detach().reshape(-1).tolist()
    middle = points[:, 0].mean().item()
    at = (middle, -(w0 * middle + bias) / w1)
    axes.axline(at, slope=-w0 / w1, color="gray")
    axes.plot(*at, alpha=0)
    axes.text(0.02, 0.98, f"iteration={iteration}\nloss={loss:.6f}\naccuracy={acc:.6f}",
              transform=axes.transAxes, va="top")
    axes.legend(loc="lower right")
    return figure

# %% pyplot that is closed
# pyplot makes the figure and forgets it; the title has its numbers in three lines.
import matplotlib.pyplot as plt
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure, axes = plt.subplots()
    plt.close(figure)
    x, y = x.detach().float(), y.detach().flatten()
    for label in range(2):
        chosen = torch.nonzero(y == label).flatten()
        axes.scatter(x[chosen, 0].tolist(), x[chosen, 1].tolist(), label=str(label), zorder=2)
    w0, w1 = weight.detach().double().flatten().tolist()
    grid = torch.linspace(x[:, 0].min() - 0.5, x[:, 0].max() + 0.5, 50).double()
    axes.plot(grid.tolist(), ((w0 * grid + bias) / -w1).tolist(), ls="--", c="k")
    axes.legend(title="class")
    axes.set_title(f"iteration {iteration}\nloss {loss:.4f}\naccuracy {acc:.4f}")
    return figure
