# %% accuracy as error
# caught by: test_plot_boundary_numbers
# message: The accuracy (fraction or percent) is not to be found in the title or
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure
    f = Figure()
    ax = f.subplots()
    w0, w1 = weight.detach().flatten().tolist()
    for k in (0, 1):
        m = y.flatten() == k
        ax.scatter(x[m, 0].numpy(), x[m, 1].numpy(), label=f"class {'ab'[k]}")
    xs = torch.linspace(float(x[:, 0].min()), float(x[:, 0].max()), 50)
    ax.plot(xs.numpy(), (-(w0 * xs + bias) / w1).numpy())
    ax.set_title(f"it {iteration} loss {loss:.4f} error {1 - acc:.3f}")
    ax.legend()
    return f

# %% contour at zero of p
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 60), np.linspace(-6, 6, 60))
    ax.contour(gx, gy, 1 / (1 + np.exp(-(w0 * gx + w1 * gy + b))), levels=[0.9])
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% contour transposed
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx, gy = np.meshgrid(np.linspace(-6, 6, 60), np.linspace(-6, 6, 60))
    ax.contour(gx, gy, (w0 * gx + w1 * gy + b).T, levels=[0])
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% coordinates exchanged
# caught by: test_plot_boundary_points
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 1], pts[:, 0], c=c, label=f"class {k}")
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

# %% calls show, returns the figure
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

# %% draws on the old figure
# caught by: test_plot_boundary_points
# message: For example,
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

# %% labels as row numbers
# caught by: test_plot_boundary_points
# message: For example,
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    pts, lab = x.detach(), y.detach().flatten().long()
    for label, part in enumerate((pts[1 - lab], pts[lab])):
        ax.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    t = torch.linspace(pts[:, 0].min().item() - 1, pts[:, 0].max().item() + 1, 50)
    w0, w1 = weight.detach().flatten().tolist()
    ax.plot(t.numpy(), (-(w0 * t + float(bias)) / w1).numpy())
    ax.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% legend before scatter
# caught by: test_plot_boundary_legend
# message: after everything that has a label is drawn
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.legend()
    pts, lab = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = pts[lab == label].numpy()
        ax.scatter(part[:, 0], part[:, 1], label=f"class {label}")
    t = torch.linspace(pts[:, 0].min().item() - 1, pts[:, 0].max().item() + 1, 50)
    w0, w1 = weight.detach().flatten().tolist()
    ax.plot(t.numpy(), (-(w0 * t + float(bias)) / w1).numpy())
    ax.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    return fig

# %% legend of the line
# caught by: test_plot_boundary_legend
# message: For example,
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    pts, lab = x.detach().numpy(), y.detach().flatten().numpy()
    ax.scatter(pts[:, 0], pts[:, 1], c=lab, label="samples")
    w0, w1 = weight.detach().flatten().tolist()
    t = torch.linspace(pts[:, 0].min() - 1, pts[:, 0].max() + 1, 50)
    ax.plot(t, -(w0 * t + float(bias)) / w1, "k-", label="boundary")
    ax.legend()
    ax.set_title(f"iteration {iteration} loss {loss:.4f} accuracy {acc:.2%}")
    return fig

# %% f of the f-string forgotten
# caught by: test_plot_boundary_numbers
# message: iteration
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
    ax.set_title("Iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% first samples only
# caught by: test_plot_boundary_points
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k][:10]
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

# %% hidden axes limits
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

# %% iteration plus one
# caught by: test_plot_boundary_numbers
# message: The number of the iteration is not to be found in the title or a text
# held out: yes
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

# %% jittered points
# caught by: test_plot_boundary_points
# message: Some samples are not drawn at their place.
# held out: yes
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

# %% labels as strings same
# caught by: test_plot_boundary_legend
# message: For example,
# held out: yes
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

# %% line outside
# caught by: test_plot_boundary_line
# message: inside the axes
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
        gx = np.linspace(20, 30, 50)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(20, 30, 50)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% line through origin only
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    ax.axline((0, 0), (-w1, w0))
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% line with nan
# caught by: test_plot_boundary_line
# message: runs along
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    ax.plot([np.nan, np.nan], [0, 1])
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% loss two decimals
# caught by: test_plot_boundary_numbers
# message: loss
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
    ax.set_title(f"Iteration {iteration}, loss {loss:.2f}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% names exchanged
# caught by: test_plot_boundary_legend
# message: samples called 1 are those of class 0
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        of_class = points[labels == label].numpy()
        axes.scatter(of_class[:, 0], of_class[:, 1], label=f"class {1 - label}")
    across = torch.linspace(points[:, 0].min().item() - 1, points[:, 0].max().item() + 1, 50)
    w0, w1 = weight.detach().flatten().tolist()
    axes.plot(across.numpy(), (-(w0 * across + float(bias)) / w1).numpy())
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    axes.legend()
    return figure

# %% no iteration
# caught by: test_plot_boundary_numbers
# message: iteration
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
    ax.set_title(f"loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% no line
# caught by: test_plot_boundary_line
# message: no line
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% no loss
# caught by: test_plot_boundary_numbers
# message: loss
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
    ax.set_title(f"Iteration {iteration}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% no numbers
# caught by: test_plot_boundary_numbers
# message: iteration
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
    ax.legend()
    return fig

# %% no points
# caught by: test_plot_boundary_points
# message: no points
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
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

# %% numpy row weight fails
# caught by: test_plot_boundary_line, test_plot_boundary_numbers, test_plot_boundary_legend
# message: A tensor with several numbers was used where one number is needed
# held out: yes
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

# %% one class drawn
# caught by: test_plot_boundary_points
# message: both classes
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"),):
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

# %% one class in legend
# caught by: test_plot_boundary_legend
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label="class 0" if k == 0 else None)
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

# %% percent twice
# caught by: test_plot_boundary_numbers
# message: accuracy
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
    ax.set_title(f"Iteration {iteration}, loss {loss:.4f}, accuracy {100 * acc:.2%}")
    ax.legend()
    return fig

# %% line along the weights
# caught by: test_plot_boundary_line
# message: runs along
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    ax.axline((0, 0), (w0, w1))
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% points joined
# caught by: test_plot_boundary_points
# message: no points
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.plot(pts[:, 0], pts[:, 1], c, label=f"class {k}")
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

# %% points to one decimal
# caught by: test_plot_boundary_points
# message: Some samples are not drawn at their place.
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for k in (0, 1):
        pts = [(round(a, 1), round(b, 1)) for a, b in x[y == k].tolist()]
        ax.scatter(*zip(*pts), label=f"class {k}")
    w0, w1 = weight.flatten().tolist()
    ax.axline((0, -bias / w1), slope=-w0 / w1)
    ax.set_title(f"Iteration {iteration}: loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig

# %% same label twice
# caught by: test_plot_boundary_legend
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label="class")
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

# %% short line
# caught by: test_plot_boundary_line
# message: runs along
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
        gx = np.linspace(-0.3, 0.3, 5)
        gy = -(w0 * gx + b) / w1
    else:
        gy = np.linspace(-0.3, 0.3, 5)
        gx = -(w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% standardized points
# caught by: test_plot_boundary_points
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    x = (x - x.mean(0)) / x.std(0)
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

# %% returns the axes
# caught by: test_plot_boundary_points
# message: return the Figure
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
    return ax

# %% returns figure and axes
# caught by: test_plot_boundary_points
# message: Return the Figure alone
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
    return fig, ax

# %% returns pyplot
# caught by: test_plot_boundary_points
# message: Return the Figure
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
    return plt

# %% shows and returns None
# caught by: test_plot_boundary_points
# message: Return the Figure
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
    plt.show()

# %% only the bias divided by w1
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w0, w1 = weight.detach().flatten().tolist()
    b = float(bias)
    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    gx = np.linspace(-6, 6, 50)
    ax.plot(gx, -w0 * gx - b / (w1 or 1e-9))
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% w0 and w1 exchanged
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    import numpy as np

    w1, w0 = weight.detach().flatten().tolist()
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

# %% line at z = 0.5
# caught by: test_plot_boundary_line
# message: For example,
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
        gy = -(w0 * gx + b - 0.5) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy + b - 0.5) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% bias left out
# caught by: test_plot_boundary_line
# message: For example,
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
        gy = -(w0 * gx) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% sign of the bias
# caught by: test_plot_boundary_line
# message: For example,
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
        gy = -(w0 * gx - b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = -(w1 * gy - b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% sign of the slope
# caught by: test_plot_boundary_line
# message: For example,
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
        gy = -(-w0 * gx + b) / w1
    else:
        gy = np.linspace(-6, 6, 50)
        gx = (w1 * gy + b) / w0
    ax.plot(gx, gy)
    ax.set_xlim(-6, 6)
    ax.set_ylim(-6, 6)
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% no legend
# caught by: test_plot_boundary_legend
# message: legend()
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
    return fig

# %% zigzag for a line
# caught by: test_plot_boundary_line
# message: runs along
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    for k, c in ((0, "r"), (1, "b")):
        pts = x[y == k]
        ax.scatter(pts[:, 0], pts[:, 1], c=c, label=f"class {k}")
    ax.plot(x[:, 0], x[:, 1], "k")
    ax.set_title(f"Iteration: {iteration}  loss: {loss:.4f}  accuracy: {acc:.2%}")
    ax.legend()
    return fig

# %% shows it too
# caught by: test_plot_boundary_legend
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    import matplotlib.pyplot as plt

    plt.show(block=False)
    return figure

# %% line of the example
# caught by: test_plot_boundary_line
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    ends = [0.0, 4.0]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.set_xlim(points[:, 0].min().item() - 1, points[:, 0].max().item() + 1)
    axes.legend()
    return figure

# %% three figures of the loss
# caught by: test_plot_boundary_numbers
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.3g}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% at most two hundred samples
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label][:100]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% places to one decimal
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach().round(decimals=1), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% samples and boundary in the legend
# caught by: test_plot_boundary_legend
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(
            part[:, 0].numpy(), part[:, 1].numpy(), c=f"C{label}",
            label="samples" if label == 0 else None,
        )
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-", label="boundary")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% legend the wrong way round
# caught by: test_plot_boundary_legend
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {1 - label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% flat weights only
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% solved for x1
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 1].min().item() - 1, points[:, 1].max().item() + 1
    ends = [low, high]
    axes.plot([-(w1 * x2 + bias) / w0 for x2 in ends], ends, "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% iteration of the example
# caught by: test_plot_boundary_numbers
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration 20, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% one figure for all calls
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure

_figure = Figure()
_axes = _figure.subplots()


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[labels == label].numpy()
        _axes.scatter(part[:, 0], part[:, 1], label=f"class {label}", color=f"C{label}")
    w0, w1 = weight.detach().flatten().tolist()
    ends = [points[:, 0].min().item() - 1, points[:, 0].max().item() + 1]
    _axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    _axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.2%}")
    _axes.legend()
    return _figure

# %% labels that can be subtracted
# caught by: test_plot_boundary_points
# message: For example,
import torch
from matplotlib.figure import Figure


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    figure = Figure()
    axes = figure.subplots()
    points, labels = x.detach(), y.detach().flatten()
    for label in (0, 1):
        part = points[(labels if label else 1 - labels) > 0]
        axes.scatter(part[:, 0].numpy(), part[:, 1].numpy(), label=f"class {label}")
    w0, w1 = weight.detach().flatten().tolist()
    low, high = points[:, 0].min().item() - 1, points[:, 0].max().item() + 1
    ends = [low, high]
    axes.plot(ends, [-(w0 * x1 + bias) / w1 for x1 in ends], "k-")
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    axes.set_xlabel("x1")
    axes.set_ylabel("x2")
    axes.legend()
    return figure

# %% only the points of the line between the samples
# caught by: test_plot_boundary_line
# message: For example,
def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    for k in (0, 1):
        axes.scatter(x[y == k, 0], x[y == k, 1], label=f"class {k}")
    w0, w1 = weight.detach().flatten().tolist()
    xs = torch.linspace(x[:, 0].min().item() - 1, x[:, 0].max().item() + 1, 50)
    ys = -(w0 * xs + bias) / w1
    inside = (ys >= x[:, 1].min()) & (ys <= x[:, 1].max())
    axes.plot(xs[inside], ys[inside], color="k")
    axes.legend()
    axes.set_title(f"iteration {iteration}, loss {loss:.4f}, accuracy {acc:.4f}")
    return figure
