# exercise: E20
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
