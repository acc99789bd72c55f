# exercise: E20
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
